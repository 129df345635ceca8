import { createHmac, timingSafeEqual } from "node:crypto";

/** A request is as old as its timestamp says, to either side: a future one is as forged as a stale one. In seconds. */
const ageMaxSeconds = 5 * 60;

/**
 * Whether `body` was signed by Slack, by its rules: HMAC-SHA256 of `v0:<timestamp>:<body>` in hex.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSigned(
  request: { timestamp: unknown; signature: unknown; body: Buffer },
  secret: string,
  now: Date,
): boolean {
  const { timestamp, signature, body } = request;
  if (typeof timestamp !== "string" || typeof signature !== "string") return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > ageMaxSeconds) return false;
  const expected = createHmac("sha256", secret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest("hex");
  const [own, given] = [Buffer.from(`v0=${expected}`), Buffer.from(signature)];
  return own.length === given.length && timingSafeEqual(own, given);
}
