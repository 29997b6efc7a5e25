/** Modals and questions. */
export const MODAL = /* css */ `
.scrim { position: fixed; inset: 0; z-index: 25; display: grid; place-items: center; padding: 24px; background: var(--scrim); }
.scrim-confirm { z-index: 26; }

.modal { width: min(560px, 100%); max-height: 100%; display: flex; flex-direction: column; min-height: 0; border: 1px solid var(--line); border-radius: 14px; background: var(--panel); box-shadow: var(--shadow); }
.modal-small { width: min(420px, 100%); }
.modal-form { display: flex; flex-direction: column; min-height: 0; }
.modal-header { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px; padding: 18px 16px 12px 24px; }
.modal-header h2 { font-size: 19px; }
.modal-app { font-size: 12.5px; font-weight: 600; color: var(--link); }
.modal-body { flex: 1; min-height: 0; overflow-y: auto; padding: 4px 24px 20px; }
.modal-body .blocks { gap: 18px; }
.modal-footer { display: flex; align-items: center; justify-content: flex-end; gap: 10px; padding: 14px 24px; border-top: 1px solid var(--line); }
.modal-small .modal-footer { border-top: 0; padding-top: 0; }
.modal-depth { margin-inline-end: auto; font-size: 13px; color: var(--quiet); }
.modal[aria-busy=true] .modal-body { opacity: 0.6; }

@media (max-width: 760px) {
  .scrim { padding: 12px; }
  .modal-header { padding: 14px 10px 8px 18px; }
  .modal-body { padding: 4px 18px 18px; }
  .modal-footer { padding: 12px 18px; }
}
`;
