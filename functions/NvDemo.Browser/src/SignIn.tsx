import { useState } from 'preact/hooks';
import { explain, Refusal, Service } from './service';

/** Asks for credentials, which are kept in memory only: a reload asks again. */
export function SignIn({ onCloud, onService }: { onCloud: (cloud: string) => void; onService: (service: Service) => void }) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const service = new Service(`${form.get('name')}`, `${form.get('password')}`, onCloud);
    setBusy(true);
    try {
      await service.list('', null, new AbortController().signal);
      onService(service);
    } catch (error) {
      // Who may see some folders alone must say which; the address can.
      if (error instanceof Refusal && error.status === 400) return onService(service);
      setProblem(explain(error));
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <h1>Files</h1>
      <form onSubmit={submit}>
        <label>
          Name
          <input name="name" autocomplete="username" required autofocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button disabled={busy}>{busy ? 'Signing in…' : 'Sign in'}</button>
        <p role="alert">{problem}</p>
      </form>
      <p>
        <a href="api">The API, for programs</a>
      </p>
    </main>
  );
}
