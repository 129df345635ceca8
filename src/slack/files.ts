import { z } from "zod";
import { ChannelId } from "../domain/ids.ts";
import type { Call } from "./call.ts";
import { SlackRefusal } from "./errors.ts";
import type { Problem } from "./reading.ts";

export type ReadFile = {
  readonly name: string;
  readonly mimetype: string;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly permalink: string | null;
  readonly channel: ChannelId | null;
};

/** Larger uploads are refused before a byte is fetched. In bytes. */
export const fileBytesMax = 25 * 1024 * 1024;
const downloadTimeoutMs = 30_000;

const Info = z.object({
  file: z.object({
    name: z.string().nullish(),
    title: z.string().nullish(),
    mimetype: z.string().optional(),
    size: z.number().optional(),
    mode: z.string().optional(),
    url_private_download: z.string().optional(),
    url_private: z.string().optional(),
    permalink: z.url().optional(),
    channels: z.array(ChannelId).optional(),
    groups: z.array(ChannelId).optional(),
    ims: z.array(ChannelId).optional(),
  }),
});

/** An upload with its bytes; only from where the requester asked, or from a place that is open to all. */
export async function readFile(
  deps: { call: Call; token: string; origin: string; apiUrl: string },
  id: string,
): Promise<ReadFile | Problem> {
  try {
    const { file } = await deps.call("files.info", { file: id }, Info);
    const name = file.name ?? file.title ?? id;
    const size = file.size ?? 0;
    if (file.mode === "tombstone") return { problem: `${name} was deleted.` };
    if (size > fileBytesMax) {
      return {
        problem: `${name} is ${inMegabytes(size)} MB; I read files up to ${inMegabytes(fileBytesMax)} MB.`,
      };
    }
    const closed = [...(file.groups ?? []), ...(file.ims ?? [])];
    const places = [...(file.channels ?? []), ...closed];
    if (
      places.length > 0 &&
      !file.channels?.length &&
      !closed.some((place) => place === deps.origin)
    ) {
      return {
        problem: `${name} was shared in a private place other than this one, so I did not read it.`,
      };
    }
    const url = file.url_private_download ?? file.url_private;
    if (url === undefined) return { problem: `Slack gives no way to read ${name}.` };
    const bytes = await download(url, deps, name);
    if ("problem" in bytes) return bytes;
    return {
      name,
      mimetype: file.mimetype ?? "application/octet-stream",
      size: bytes.bytes.length,
      bytes: bytes.bytes,
      permalink: file.permalink ?? null,
      channel: places.includes(ChannelId.parse(deps.origin)) ? ChannelId.parse(deps.origin) : null,
    };
  } catch (error) {
    if (error instanceof SlackRefusal) return { problem: inWords(error.code) };
    throw error;
  }
}

function inWords(code: string): string {
  if (code === "file_not_found" || code === "file_deleted") {
    return "That file is gone, or it was not shared where I am.";
  }
  if (code === "missing_scope") return "I was not given the permission to read files here.";
  return "Slack did not give me that file.";
}

async function download(
  url: string,
  { token, apiUrl }: { token: string; apiUrl: string },
  name: string,
): Promise<{ bytes: Uint8Array } | Problem> {
  if (!belongsToSlack(url, apiUrl))
    return { problem: `${name} is not stored at Slack, so I did not fetch it.` };
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(downloadTimeoutMs),
  }).catch(() => undefined);
  if (answer?.body == null || !answer.ok)
    return { problem: `${name} could not be fetched from Slack just now.` };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.length;
    if (size > fileBytesMax)
      return { problem: `${name} is larger than the ${inMegabytes(fileBytesMax)} MB I read.` };
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  // Without the scope for files Slack answers with its sign-in page instead of an error.
  const signIn =
    answer.headers.get("content-type")?.includes("text/html") && !/\.html?$/i.test(name);
  if (signIn) return { problem: "I was not given the permission to read files here." };
  return { bytes };
}

/** The token goes to Slack and to nobody else. */
function belongsToSlack(url: string, apiUrl: string): boolean {
  const { hostname, origin, protocol } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === "https:" && (hostname === "slack.com" || hostname.endsWith(".slack.com"));
}

const inMegabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
