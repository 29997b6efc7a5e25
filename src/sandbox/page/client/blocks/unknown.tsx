/** Says loudly that Slack would show something here that this page cannot. */
export function Unknown({ what, type }: { what: string; type: string }) {
  return (
    <p class="unknown" role="alert">
      The sandbox cannot draw this {what}: <code>{type}</code>
    </p>
  );
}
