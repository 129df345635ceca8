/** What several things came to that went on side by side. All have ended before one's failure is thrown: nothing goes on for a job that is over. */
export async function allEnded<Result>(
  underway: readonly Promise<Result>[],
): Promise<readonly Result[]> {
  await Promise.allSettled(underway);
  return await Promise.all(underway);
}
