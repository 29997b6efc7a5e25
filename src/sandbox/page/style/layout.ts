/** Where the column, the main view and the first steps stand, on wide and on narrow screens. */
export const LAYOUT = /* css */ `
#app { height: 100%; }

.app {
  display: grid;
  height: 100dvh;
  grid-template: "side main try" minmax(0, 1fr) / 272px minmax(0, 1fr) auto;
}

.main {
  grid-area: main;
  display: flex;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  background: var(--panel);
  border-inline-start: 1px solid var(--line);
}

.top-bar { grid-area: bar; display: none; }

.view-header {
  display: flex;
  align-items: center;
  gap: 12px;
  padding: 12px 24px;
  min-height: 68px;
  border-bottom: 1px solid var(--line);
}
.view-icon { display: grid; place-items: center; width: 34px; height: 34px; border-radius: 10px; background: var(--sunken); color: var(--quiet); flex: none; }
.view-title { flex: 1; min-width: 0; }
.view-title h1 { font-size: 17px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.view-title p { font-size: 13px; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; display: flex; flex-direction: column; }
.scroll:focus-visible { outline-offset: -3px; }
.page-column { width: 100%; max-width: 760px; padding: 24px; margin-inline: auto; }

.banner { padding: 10px 24px; background: var(--danger-soft); color: var(--danger); font-weight: 550; }

.segments { display: inline-flex; gap: 2px; padding: 3px; border-radius: var(--radius); background: var(--sunken); flex: none; }
.segments button {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  padding: 4px 12px;
  border: 0;
  border-radius: var(--radius-small);
  background: none;
  color: var(--quiet);
  font-size: 14px;
  font-weight: 550;
}
.segments button:hover { color: var(--ink); }
.segments button:is([aria-current=page], [aria-pressed=true]) { background: var(--raised); color: var(--ink); box-shadow: 0 1px 2px rgb(0 0 0 / 14%); }
.segments button:disabled { opacity: 0.5; cursor: default; }
.segments .count { background: none; color: inherit; padding: 0; min-width: 0; font-weight: 500; }

.try-this {
  grid-area: try;
  width: 300px;
  padding: 20px;
  border-inline-start: 1px solid var(--line);
  overflow-y: auto;
}
.try-this header { display: flex; align-items: center; justify-content: space-between; min-height: 28px; margin-bottom: 12px; }
.try-this h2 { font-size: 15px; }
.try-this ol { counter-reset: step; display: grid; gap: 12px; }
.try-this li {
  counter-increment: step;
  display: grid;
  grid-template-columns: 26px 1fr;
  gap: 10px;
  padding: 14px;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
  font-size: 14px;
}
.try-this li::before {
  content: counter(step);
  display: grid;
  place-items: center;
  width: 24px;
  height: 24px;
  border-radius: 50%;
  background: var(--accent-soft);
  color: var(--link);
  font-size: 13px;
  font-weight: 650;
}

.notices { position: fixed; right: 20px; top: 14px; z-index: 40; display: grid; gap: 10px; width: min(400px, calc(100vw - 40px)); }
.notices:empty { display: none; }
.toast {
  display: flex;
  align-items: start;
  gap: 12px;
  padding: 12px 14px 12px 16px;
  border: 1px solid var(--line);
  border-left: 4px solid var(--accent);
  border-radius: var(--radius);
  background: var(--raised);
  box-shadow: var(--shadow);
}
.toast-error { border-left-color: var(--danger); }
.toast p { flex: 1; overflow-wrap: anywhere; }

@media (max-width: 1160px) {
  .app { grid-template: "side try" auto "side main" minmax(0, 1fr) / 272px minmax(0, 1fr); }
  .try-this { width: auto; padding: 12px 24px; border-bottom: 1px solid var(--line); max-height: 34dvh; }
  .try-this header { margin-bottom: 4px; }
  .try-this ol { gap: 6px; }
  .try-this li { padding: 0; border: 0; background: none; font-size: 13.5px; line-height: 1.4; }
  .try-this li::before { width: 22px; height: 22px; }
}

@media (max-width: 760px) {
  .app { grid-template: "bar" auto "try" auto "main" minmax(0, 1fr) / minmax(0, 1fr); }
  .main, .try-this { border-inline: 0; }
  .try-this { padding: 8px 16px 10px; }
  .top-bar { display: flex; align-items: center; gap: 10px; padding: 8px 12px; border-bottom: 1px solid var(--line); }
  .top-bar .count { margin-inline-start: -14px; margin-block-end: 16px; }
  .top-bar p { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .view-header { padding: 10px 16px; min-height: 0; flex-wrap: wrap; }
  .page-column { padding: 16px; }
}
`;
