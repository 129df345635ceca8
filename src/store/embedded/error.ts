/** Postgres cannot run here: a sentence for the person who started Legwork, with what to do next. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError" as const;
}

/** What a person can always do instead. */
export const otherwise = "Or run a Postgres of your own (14 or later) and set DATABASE_URL to it.";

/** Turns a file system's refusal (no space, no permission) into a sentence; anything else stays. */
export function explain(error: unknown, folder: string): unknown {
  const sentence = sentences[codeOf(error) ?? ""];
  if (sentence === undefined || error instanceof EmbeddedPostgresError) return error;
  return new EmbeddedPostgresError(`${sentence(folder)} ${otherwise}`, { cause: error });
}

/** The code of a system or database error (`ENOENT`, `57P03`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const noSpace = (folder: string) =>
  `There is no space left for Legwork's data in ${folder}: free some (a new database takes 50 MB) and start again.`;
const notAllowed = (folder: string) =>
  `Legwork may not keep its data in ${folder}: the folder cannot be written or belongs to another user. Start as that user, or choose another folder with LEGWORK_DATA.`;

const sentences: Record<string, (folder: string) => string> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: notAllowed,
  ENOTDIR: notAllowed,
  EEXIST: notAllowed,
};
