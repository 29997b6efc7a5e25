/** Buttons, fields and menus. */
export const CONTROLS = /* css */ `
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 6px;
  min-height: 36px;
  padding: 5px 14px;
  border: 1px solid var(--edge);
  border-radius: var(--radius-small);
  background: var(--raised);
  color: var(--ink);
  font-size: 14px;
  font-weight: 600;
  line-height: 1.3;
  text-decoration: none;
}
.button:hover { background: var(--sunken); }
.button-primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.button-primary:hover { border-color: var(--accent-hover); background: var(--accent-hover); }
.button-danger { border-color: var(--danger); color: var(--danger); }
.button-danger:hover { background: var(--danger-soft); }
.modal-footer .button-danger { background: var(--danger); color: var(--on-danger); }
.modal-footer .button-danger:hover { background: var(--danger-hover); border-color: var(--danger-hover); }
.button:is(:disabled, [aria-disabled=true]) { border-color: var(--line); background: var(--sunken); color: var(--quiet); cursor: default; }
.button-icon { padding: 0; width: 36px; border-color: transparent; background: none; color: var(--quiet); flex: none; font-size: 16px; }
.button-tiny { min-height: 28px; padding: 2px 8px; font-size: 12.5px; font-weight: 550; }
.quiet { padding: 3px 6px; border: 0; border-radius: var(--radius-small); background: none; color: var(--link); font-size: 13.5px; font-weight: 550; }
.quiet:hover { text-decoration: underline; }

.button[aria-busy=true]::after {
  content: "";
  width: 13px;
  height: 13px;
  border: 2px solid currentColor;
  border-right-color: transparent;
  border-radius: 50%;
}
.button-icon[aria-busy=true]::after { display: none; }
.button[aria-busy=true] { cursor: progress; }
@media (prefers-reduced-motion: no-preference) {
  .button[aria-busy=true]::after { animation: turn 0.8s linear infinite; }
  @keyframes turn { to { rotate: 1turn; } }
}

.control {
  width: 100%;
  min-height: 38px;
  padding: 7px 11px;
  border: 1px solid var(--edge);
  border-radius: var(--radius-small);
  background: var(--raised);
}
.control:focus-visible { outline-offset: 0; }
.control::placeholder { color: var(--quiet); opacity: 1; }
.control-small { min-height: 28px; min-width: 0; padding: 2px 8px; font-size: 12.5px; }
.control-short { width: auto; min-width: 11rem; }
textarea.control { resize: vertical; min-height: 96px; line-height: 1.5; }
select.control {
  appearance: none;
  padding-inline-end: 32px;
  text-overflow: ellipsis;
  background: var(--raised) no-repeat right 11px center / 12px url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12'%3E%3Cpath d='m2 4 4 4 4-4' fill='none' stroke='%237d8a88' stroke-width='1.6'/%3E%3C/svg%3E");
}
select.control[data-empty] { color: var(--quiet); }
select.control option, select.control optgroup { color: var(--ink); background: var(--raised); }

.label { display: block; margin-bottom: 5px; font-weight: 600; font-size: 14px; }
.optional { font-weight: 400; color: var(--quiet); }
.hint { margin-top: 5px; font-size: 13px; color: var(--quiet); }
.field-error { margin-top: 5px; padding-inline-start: 10px; border-inline-start: 3px solid var(--danger); font-size: 13.5px; font-weight: 550; color: var(--danger); white-space: pre-line; }
.has-error .control { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }

.file-chosen { display: flex; align-items: center; gap: 8px; margin-bottom: 6px; overflow-wrap: anywhere; }
.file-chosen small { color: var(--quiet); }
input[type=file].control { padding: 5px; }
input[type=file].control::file-selector-button { margin-inline-end: 10px; padding: 4px 12px; border: 1px solid var(--edge); border-radius: var(--radius-small); background: var(--raised); color: var(--ink); font: inherit; font-size: 13.5px; font-weight: 600; }

.boxes { display: grid; gap: 6px; }
.boxes-scrolling { max-height: 190px; overflow-y: auto; padding: 10px 11px; border: 1px solid var(--edge); border-radius: var(--radius-small); }
.box { display: grid; grid-template-columns: 18px 1fr; gap: 9px; align-items: start; cursor: pointer; }
.box input { width: 17px; height: 17px; margin: 3px 0 0; accent-color: var(--accent); }
.box small, .box small .mrkdwn { display: block; }

.menu { position: relative; }
.menu-list { position: absolute; z-index: 20; min-width: 220px; padding: 6px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); box-shadow: var(--shadow); }
.menu-down { top: calc(100% + 4px); }
.menu-up { bottom: calc(100% + 4px); }
.menu-list button { display: block; width: 100%; padding: 7px 10px; border: 0; border-radius: var(--radius-small); background: none; text-align: start; }
.menu-list button:is(:hover, :focus) { background: var(--accent-soft); }
.menu-list small { display: block; }
.menu-list { right: 0; }
:is(.block-actions, .composer) .menu-list { right: auto; left: 0; }

.combobox { position: relative; min-width: 200px; }
.combobox .control { text-overflow: ellipsis; }
.combobox:has(.combobox-clear) .control { padding-inline-end: 36px; }
.block-actions .combobox { flex: 1 1 240px; max-width: 340px; }
.combobox-list { position: absolute; inset-inline: 0; top: calc(100% + 4px); z-index: 20; max-height: 260px; overflow-y: auto; padding: 5px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); box-shadow: var(--shadow); }
.combobox-list > * { padding: 7px 10px; border-radius: var(--radius-small); }
.combobox-list [role=option] { cursor: pointer; }
.combobox-list [role=option]:hover { background: var(--sunken); }
.combobox-list [aria-selected=true] { background: var(--accent-soft); }
.combobox-list small { display: block; }
.combobox-list p { color: var(--quiet); }
.combobox-clear { position: absolute; right: 5px; top: 5px; display: grid; place-items: center; width: 28px; height: 28px; border: 0; border-radius: var(--radius-small); background: none; color: var(--quiet); }
.combobox-clear:hover { background: var(--sunken); }
`;
