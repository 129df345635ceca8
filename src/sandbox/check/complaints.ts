import type { z } from "zod";

/** One thing Slack would complain of, e.g. `must be less than 151 characters [json-pointer:/blocks/0/text/text]`. */
export function complaints(error: z.ZodError, at: string): string[] {
  return error.issues.map((issue) => {
    const { message, path } = complaint(issue);
    return pointed(message, `${at}${path.map((part) => `/${String(part)}`).join("")}`);
  });
}

export function pointed(message: string, pointer: string): string {
  return `${message} [json-pointer:${pointer}]`;
}

type Complaint = { message: string; path: PropertyKey[] };

function complaint(issue: z.core.$ZodIssue): Complaint {
  const { path } = issue;
  const isList = "origin" in issue && issue.origin === "array";
  if (issue.code === "too_big") {
    const message = isList
      ? `no more than ${issue.maximum} items allowed`
      : `must be less than ${Number(issue.maximum) + 1} characters`;
    return { message, path };
  }
  if (issue.code === "too_small") {
    const message = isList
      ? `must have at least ${issue.minimum} items`
      : `must be more than ${Number(issue.minimum) - 1} characters`;
    return { message, path };
  }
  if (issue.code === "invalid_union") {
    return { message: `unsupported type: ${typeOf(issue.input)}`, path };
  }
  if (issue.code !== "invalid_type" && issue.code !== "invalid_value") {
    return { message: issue.message, path };
  }
  if (issue.input === undefined) {
    return { message: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) };
  }
  return { message: "must be a valid type or enum value", path };
}

function typeOf(input: unknown): string {
  const named = typeof input === "object" && input !== null && "type" in input;
  return named ? String(input.type) : "undefined";
}
