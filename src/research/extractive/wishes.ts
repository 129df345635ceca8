import { isCorrection } from "../../domain/request.ts";
import { readWish, type Wish } from "./wish.ts";

/** A wish and the words it was read from. */
export type Asked = { readonly feedback: string; readonly wish: Wish };

/** More wishes than these in one message are not taken apart. */
const wishesPerMessage = 8;

/** Reads feedback, oldest first; a message with several wishes gives several. */
export const wishesIn = (feedback: readonly string[]): Asked[] =>
  feedback.flatMap((message): Asked[] =>
    isCorrection(message)
      ? [{ feedback: message, wish: { type: "request" } }]
      : splitWishes(message)
          .slice(0, wishesPerMessage)
          .map((part) => ({ feedback: part, wish: readWish(part) })),
  );

const verb =
  "make it|make this|make the|keep|focus|leave out|leave|drop|remove|skip|exclude|add|include|shorten|cut|expand|translate|rewrite|use|change|give|mention|also|only|with|without|more about|less about|more on|say more|not more than|no more than|at most";
const between = new RegExp(
  String.raw`\s*(?:[;\n]+|[.!](?=\s|$)|,?\s+(?:and|but|then|plus)\s+(?:then |also |please )*(?=(?:${verb})\b)|,\s+(?=(?:${verb})\b))\s*`,
  "i",
);

function splitWishes(message: string): string[] {
  const parts = message
    .split(between)
    .map((part) => part.replace(/^(?:and|but|please|then|also)\s+/i, "").trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  return parts.length > 0 ? parts : [message.trim()].filter((part) => part !== "");
}
