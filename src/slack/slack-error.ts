/** The code of an error that Slack's Web API answered with. */
export function slackErrorOf(error: unknown): string | undefined {
  return (error as { data?: { error?: string } } | null)?.data?.error;
}
