/**
 * Bytes as text: by byte order mark, by what was declared, by a meta tag, else UTF-8 where it is valid and windows-1252
 * (what old pages mean by "nothing said") where not.
 */
export function decodeText(bytes: Uint8Array, declaredType: string | null): string {
  const wide = markOf(bytes) ?? looksLikeUtf16(bytes);
  if (wide !== null) return decode(bytes, wide) ?? "";

  // What is valid UTF-8 is hardly ever anything else, whatever its sender says.
  const unicode = decode(bytes, "utf-8", { fatal: true });
  if (unicode !== null) return unicode;

  const declared = /charset\s*=\s*["']?\s*([\w.:-]+)/i;
  const head = Buffer.from(bytes.subarray(0, 2048)).toString("latin1");
  const meta = /<meta\b/i.test(head) ? declared.exec(head)?.[1] : undefined;
  const named = declared.exec(declaredType ?? "")?.[1];
  return decode(bytes, named) ?? decode(bytes, meta) ?? decode(bytes, "windows-1252") ?? "";
}

/** UTF-16 without a mark: every second byte of Latin text is zero. */
export function looksLikeUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const half = sample.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (half < 4) return null;
  if (odd > 0.6 * half && even < 0.1 * half) return "utf-16le";
  return even > 0.6 * half && odd < 0.1 * half ? "utf-16be" : null;
}

function markOf(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** Null where the label is unknown (also UTF-7, which nobody should decode) or, if fatal, the bytes do not fit it. */
function decode(
  bytes: Uint8Array,
  label: string | undefined,
  options: { fatal?: boolean } = {},
): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label, options).decode(bytes);
  } catch {
    return null;
  }
}
