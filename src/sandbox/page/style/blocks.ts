/** Block Kit and mrkdwn. */
export const BLOCKS = /* css */ `
.mrkdwn { display: grid; gap: 4px; min-width: 0; overflow-wrap: anywhere; }
.mrkdwn ul, .mrkdwn ol { padding-inline-start: 1.4em; }
.mrkdwn ul { list-style: disc; }
.mrkdwn ol { list-style: decimal; }
.mrkdwn code, .composer-hint code, .try-this code { padding: 1px 5px; border-radius: 5px; background: var(--sunken); font: 0.9em/1.4 var(--mono); overflow-wrap: anywhere; }
.mrkdwn pre { padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--sunken); font: 13.5px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.mrkdwn blockquote { padding-inline-start: 12px; border-inline-start: 3px solid var(--edge); }
.plain-text { white-space: pre-line; overflow-wrap: anywhere; }
.mention { padding: 0 3px; border: 0; border-radius: 4px; background: var(--accent-soft); color: var(--link); font-weight: 550; }
.mention-me { background: var(--mention); color: var(--ink); }

.blocks { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
.message .blocks { margin-top: 3px; gap: 8px; }
.block-header { font-size: 17px; }
.page-column .block-header { font-size: 19px; margin-top: 10px; }
.page-column .blocks > .block-header:first-child { margin-top: 0; }
.block-section { display: flex; align-items: flex-start; gap: 12px 16px; }
.block-section-text { flex: 1; min-width: 0; display: grid; gap: 8px; }
.block-accessory { flex: none; max-width: 50%; }
.block-fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 16px; }
.block-context { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: 13px; color: var(--quiet); }
.block-actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.block-actions select.control { width: auto; max-width: 100%; }
.block-image figcaption { margin-bottom: 6px; font-weight: 600; }

.picture { display: grid; place-items: center; padding: 8px; border: 1px dashed var(--edge); border-radius: var(--radius-small); color: var(--quiet); font-size: 13px; text-align: center; overflow: hidden; }
.picture-small { width: 22px; height: 22px; padding: 0; border-style: solid; font-size: 11px; }
.picture-medium { width: 88px; height: 88px; font-size: 12px; line-height: 1.3; }
.picture-large { min-height: 120px; max-width: 100%; }

.unknown { padding: 10px 14px; border: 2px solid var(--danger); border-radius: var(--radius-small); background: var(--danger-soft); color: var(--danger); font-weight: 600; }
.unknown small { color: inherit; font-weight: 400; }

@media (max-width: 760px) {
  .block-section { flex-wrap: wrap; }
  .block-section-text { flex-basis: 60%; }
  .block-accessory { max-width: 100%; }
}
@media (max-width: 460px) {
  .block-fields { grid-template-columns: minmax(0, 1fr); row-gap: 2px; }
  .block-fields > :nth-child(odd):not(:first-child) { margin-top: 8px; }
}
`;
