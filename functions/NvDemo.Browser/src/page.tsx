import './page.css';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Files } from './Files';
import type { Service } from './service';
import { SignIn } from './SignIn';
import { Status } from './Status';

function Page() {
  const [service, setService] = useState<Service | null>(null);
  const [cloud, setCloud] = useState('');
  return service ? (
    <>
      <Status service={service} cloud={cloud} onSignOut={() => setService(null)} />
      <Files service={service} />
    </>
  ) : (
    <SignIn onCloud={setCloud} onService={setService} />
  );
}

render(<Page />, document.getElementById('page')!);
