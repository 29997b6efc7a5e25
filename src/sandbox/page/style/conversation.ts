/** Messages and the composer. */
export const CONVERSATION = /* css */ `
.scroll[role=log] { padding-block: 12px; }
.scroll[role=log] > :first-child { margin-top: auto; }

.day { display: flex; align-items: center; gap: 14px; padding: 10px 24px; color: var(--quiet); font-size: 13px; font-weight: 600; }
.day::before, .day::after { content: ""; flex: 1; border-top: 1px solid var(--line); }

.message { display: flex; gap: 12px; padding: 8px 24px; }
.message-content { flex: 1; min-width: 0; max-width: 720px; }
.message-head { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 8px; }
.message-head time, .edited { font-size: 12.5px; color: var(--quiet); }
.badge { align-self: center; padding: 0 6px; border-radius: 5px; background: var(--sunken); color: var(--quiet); font-size: 11.5px; font-weight: 600; line-height: 17px; }
.only-you { font-size: 12.5px; color: var(--notice); font-weight: 550; }
.message-ephemeral { margin: 4px 14px; padding: 10px; border: 1px dashed var(--edge); border-radius: var(--radius); }

.files { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 6px; }
.file { display: inline-flex; align-items: center; gap: 10px; padding: 8px 12px; border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--raised); color: var(--link); font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
.file:hover { text-decoration: underline; }
.file small { font-weight: 400; }

.read-only { padding: 14px 24px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 14px; text-align: center; }
.composer { position: relative; padding: 8px 24px 10px; }
.composer-box { display: flex; align-items: flex-end; gap: 6px; padding: 6px; border: 1px solid var(--edge); border-radius: 12px; background: var(--raised); }
.composer-box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.composer textarea { flex: 1; min-width: 0; padding: 6px 4px; border: 0; outline: 0; background: none; resize: none; line-height: 24px; }
.composer textarea::placeholder { color: var(--quiet); opacity: 1; text-overflow: ellipsis; white-space: nowrap; overflow: hidden; }
.composer-hint { min-height: 21px; padding: 4px 10px 0; font-size: 12.5px; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.commands {
  position: absolute;
  inset: auto 24px calc(100% - 4px);
  z-index: 10;
  max-height: min(340px, 50dvh);
  overflow-y: auto;
  padding: 6px;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--raised);
  box-shadow: var(--shadow);
}
.command { display: grid; padding: 7px 10px; border-radius: var(--radius-small); cursor: pointer; }
.command:hover { background: var(--sunken); }
.command[aria-selected=true] { background: var(--accent-soft); }
.command-name { color: var(--quiet); font-family: var(--mono); font-size: 13.5px; }
.command-name strong { color: var(--ink); }
.command-description { font-size: 13.5px; color: var(--quiet); }
.command[aria-selected=true] :is(.command-name, .command-description) { color: var(--ink); }

@media (max-width: 760px) {
  .message { padding-inline: 16px; gap: 10px; }
  .message-ephemeral { margin-inline: 8px; padding-inline: 8px; }
  .day { padding-inline: 16px; }
  .composer { padding: 6px 12px 8px; }
  .commands { inset-inline: 12px; }
}
`;
