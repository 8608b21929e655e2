import { useEffect, useState } from 'preact/hooks';
import type { Health, Service } from './service';

const period = 15_000;

/** Which cloud answers, and how it is. */
export function Status({ service, cloud, onSignOut }: { service: Service; cloud: string; onSignOut: () => void }) {
  const [health, setHealth] = useState<Health | null>(null);
  useEffect(() => {
    const ask = () => service.health().then(setHealth, () => setHealth(null));
    void ask();
    const timer = setInterval(ask, period);
    return () => clearInterval(timer);
  }, [service]);
  const out = health ? Object.entries(health.checks).filter(([, state]) => state !== 'ok').map(([name]) => name) : [];
  return (
    <header class="status">
      <strong>NvDemo</strong>
      <span role="status">
        <span class="cloud">{cloud}</span>{' '}
        <span data-health={health?.status ?? 'unknown'}>{health ? `${health.status}${out.length ? `: ${out.join(', ')}` : ''}` : 'no answer'}</span>
      </span>
      <nav>
        <a href="api">API</a>
        <button type="button" class="quiet" onClick={onSignOut}>
          Sign out
        </button>
      </nav>
    </header>
  );
}
