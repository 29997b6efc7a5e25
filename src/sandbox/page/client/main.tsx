import { render } from 'preact';
import { fetchSettings } from './api.ts';
import { App } from './app.tsx';
import { withoutToken } from './place.ts';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');

// The cookie is set by now; the token has no business in the address bar or the history.
history.replaceState(null, '', withoutToken(location.href));

fetchSettings().then(
  (settings) => render(<App settings={settings} />, root),
  () => render(<p class="empty">The sandbox does not answer. Is it still running in the terminal?</p>, root),
);
