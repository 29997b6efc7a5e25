/** What holds everywhere: text, focus, and what only screen readers read. */
export const BASE = /* css */ `
*, *::before, *::after { box-sizing: border-box; }

html, body { height: 100%; }

body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 15px/1.5 var(--font);
  -webkit-font-smoothing: antialiased;
}

h1, h2, h3, p, ul, ol, dl, dd, pre, figure, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1, h2, h3 { line-height: 1.3; font-weight: 650; }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
a { color: var(--link); text-underline-offset: 2px; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
small { font-size: 13px; color: var(--quiet); }
hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; width: 100%; }
[hidden] { display: none !important; }

:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
main:focus, h2[tabindex="-1"]:focus, .modal:focus, .side:focus { outline: none; }

.icon { width: 1.15em; height: 1.15em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.icon-more { stroke-width: 2.4; }

.visually-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.skip-link {
  position: absolute;
  left: 12px;
  top: -60px;
  z-index: 50;
  padding: 8px 14px;
  border-radius: var(--radius-small);
  background: var(--accent);
  color: var(--on-accent);
}
.skip-link:focus { top: 12px; }

.empty { padding: 48px 24px; margin: auto; color: var(--quiet); text-align: center; text-wrap: balance; max-width: 34rem; }

.avatar {
  flex: none;
  display: inline-grid;
  place-items: center;
  width: 34px;
  height: 34px;
  border-radius: 50%;
  background: #54606b;
  color: #fff;
  font-size: 12.5px;
  font-weight: 600;
  letter-spacing: 0.02em;
}
.avatar-0 { background: #7a4b2a; }
.avatar-1 { background: #2f5d8a; }
.avatar-2 { background: #6b4a86; }
.avatar-3 { background: #86385a; }
.avatar-4 { background: #3c6a39; }
.avatar-5 { background: #4c5a86; }
.avatar-app { border-radius: 10px; background: var(--accent); color: var(--on-accent); font-size: 20px; }

.count {
  min-width: 20px;
  padding: 0 6px;
  border-radius: 10px;
  background: var(--accent);
  color: var(--on-accent);
  font-size: 12px;
  font-weight: 650;
  line-height: 20px;
  text-align: center;
  font-variant-numeric: tabular-nums;
}

.dot { flex: none; width: 9px; height: 9px; border-radius: 50%; background: var(--accent); }

@media (prefers-reduced-motion: no-preference) {
  .modal { animation: arrive 0.16s ease-out; }
  .toast { animation: arrive 0.2s ease-out; }
  @keyframes arrive { from { opacity: 0; translate: 0 8px; } }
}
`;
