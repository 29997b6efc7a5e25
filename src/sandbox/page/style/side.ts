/** The left column: people, places, faults, clock; and the banner of the faults. */
export const SIDE = /* css */ `
.side { grid-area: side; display: flex; flex-direction: column; gap: 18px; min-height: 0; overflow-y: auto; padding: 16px 12px; }

.brand { display: flex; align-items: center; gap: 10px; padding: 0 8px; line-height: 1.3; }
.brand-mark { display: grid; place-items: center; width: 34px; height: 34px; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-size: 21px; flex: none; }
.brand p { flex: 1; min-width: 0; }
.brand strong { display: block; }
.brand p > span { font-size: 13px; color: var(--quiet); }
.side .side-close { display: none; }

.side-title { padding: 0 8px 4px; font-size: 12.5px; font-weight: 600; color: var(--quiet); }

.me {
  display: flex;
  align-items: center;
  gap: 10px;
  padding: 10px;
  margin-bottom: 12px;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--panel);
}
.person {
  display: flex;
  align-items: center;
  gap: 10px;
  width: 100%;
  padding: 5px 10px;
  border: 0;
  border-radius: var(--radius-small);
  background: none;
  text-align: start;
}
.person .avatar { width: 30px; height: 30px; font-size: 11.5px; }
.person:hover, .place:hover { background: var(--sunken); }
.person-text { min-width: 0; line-height: 1.35; }
.person-text > * { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.person-text strong { font-weight: 600; font-size: 14px; }
.person-text span { font-size: 13px; color: var(--quiet); }

.places { display: flex; flex-direction: column; }
.places ul + .side-title { margin-top: 14px; }
.place {
  display: flex;
  align-items: center;
  gap: 10px;
  width: 100%;
  padding: 6px 10px;
  border: 0;
  border-radius: var(--radius-small);
  background: none;
  color: var(--quiet);
  text-align: start;
}
.place-name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.place-unread { color: var(--ink); font-weight: 650; }
.place[aria-current=page] { background: var(--accent-soft); color: var(--ink); font-weight: 600; }

.side-foot { margin-top: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; justify-items: start; padding: 0 8px; }
.clock p { font-size: 13px; color: var(--quiet); }
.clock time { color: var(--ink); font-variant-numeric: tabular-nums; white-space: nowrap; }
.clock-steps { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 6px; }

.clock-date { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 6px; }
.clock-date .control { flex: 1 1 150px; width: 0; }
.clock-news { min-height: 1.5em; margin-top: 4px; }

.faults { width: 100%; font-size: 13.5px; }
.faults summary { padding-block: 3px; border-radius: var(--radius-small); color: var(--link); font-weight: 550; cursor: pointer; }
.faults summary .count { margin-inline-start: 6px; background: var(--danger); color: var(--on-danger); }
.faults ul { display: grid; gap: 8px; margin-block: 6px 8px; }
.faults .box { gap: 7px; }
.fault-hint { margin-inline-start: 25px; font-size: 12.5px; line-height: 1.4; color: var(--quiet); }
.faults li > .control { width: calc(100% - 25px); margin: 4px 0 0 25px; }

.fault-banner:not(:empty) { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 8px 24px; background: var(--danger-soft); color: var(--danger); }
.fault-banner p { flex: 1 1 200px; min-width: 0; overflow-wrap: anywhere; }

.drawer-scrim { display: none; }

@media (max-width: 760px) {
  .side {
    position: fixed;
    inset: 0 auto 0 0;
    z-index: 30;
    width: min(310px, 86vw);
    background: var(--ground);
    box-shadow: var(--shadow);
    visibility: hidden;
    translate: -102% 0;
  }
  .fault-banner:not(:empty) { padding-inline: 16px; }
  .side-open { visibility: visible; translate: 0 0; }
  .side .side-close { display: inline-flex; }
  .drawer-scrim { display: block; position: fixed; inset: 0; z-index: 29; border: 0; background: var(--scrim); }
}

@media (max-width: 760px) and (prefers-reduced-motion: no-preference) {
  .side { transition: translate 0.2s ease, visibility 0.2s; }
}
`;
