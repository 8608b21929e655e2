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
  // What would be lost by leaving the page is lost by this, too.
  const signOut = () => {
    if (dispatchEvent(new Event('beforeunload', { cancelable: true })) || confirm('Uploads are not finished. Sign out all the same?')) setService(null);
  };
  return service ? (
    <>
      <Status service={service} cloud={cloud} onSignOut={signOut} />
      <Files service={service} />
    </>
  ) : (
    <SignIn onCloud={setCloud} onService={setService} />
  );
}

render(<Page />, document.getElementById('page')!);
