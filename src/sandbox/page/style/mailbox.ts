/** The list of mails and the open one. */
export const MAILBOX = /* css */ `
.mailbox { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(240px, 34%) minmax(0, 1fr); }
.mailbox > .empty:first-child { grid-column: 1 / -1; }
.mail-list { overflow-y: auto; border-inline-end: 1px solid var(--line); padding: 8px; }
.mail-row { display: flex; align-items: center; gap: 12px; width: 100%; padding: 10px; border: 0; border-radius: var(--radius-small); background: none; text-align: start; }
.mail-row:hover { background: var(--sunken); }
.mail-row[aria-current=true] { background: var(--accent-soft); }
.mail-row-text { flex: 1; min-width: 0; line-height: 1.4; }
.mail-row-head { display: flex; justify-content: space-between; gap: 8px; font-size: 13px; color: var(--quiet); }
.mail-row-to, .mail-row-subject { display: block; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mail-row-head time { flex: none; }
.mail-unread .mail-row-subject { font-weight: 650; }

.mail { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
.mail-head { display: grid; gap: 10px; padding: 16px 24px; border-bottom: 1px solid var(--line); }
.mail-head h2 { font-size: 18px; overflow-wrap: anywhere; }
.mail-head dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1px 12px; font-size: 13.5px; }
.mail-head dt { color: var(--quiet); }
.mail-head dd { overflow-wrap: anywhere; }
.mail-tools { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 10px; }
.mail-back { display: none; }
.mail-frame { flex: 1; width: 100%; min-height: 240px; border: 0; background: #fff; color-scheme: light; }
.mail-text { flex: 1; overflow: auto; padding: 20px 24px; font: 13.5px/1.6 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }

@media (max-width: 960px) {
  .mailbox { grid-template-columns: minmax(0, 1fr); }
  .mail-list { border: 0; }
  .mailbox-open .mail-list, .mail-none { display: none; }
  .main:has(.mailbox-open) .view-header { display: none; }
  .mail-back { display: inline-flex; justify-self: start; padding-inline: 8px 12px; }
  .mail-head { padding: 12px 16px; }
  .mail-text { padding: 16px; }
}
`;
