/** Answers the questions of the process that started this one, one at a time, until it ends or asks to stop. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<unknown>): void {
  const end = () => process.exit(0);
  process.on('SIGTERM', end);
  process.on('disconnect', end);
  process.on('message', (question) => {
    answer(question as Question).then(
      (result) => process.send?.({ answer: result ?? null }),
      (error: unknown) => process.send?.({ problem: error instanceof Error ? error.stack : String(error) }),
    );
  });
}
