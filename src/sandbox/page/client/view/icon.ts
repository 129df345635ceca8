import { raw, type Html } from "../draw/html.ts";

const paths = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.500h13.500M3 12.500h13.5",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  reply:
    "M17 10c0 3.3-3.1 6-7 6-1 0-2-.2-2.9-.5L3 17l1.2-3.200C3.4 12.7 3 11.4 3 10c0-3.3 3.1-6 7-6s7 2.7 7 6z",
  more: "M10 4.500v.01M10 10v.01M10 15.500v.01",
  plus: "M10 4v12M4 10h12",
  send: "M3 10 3 3.5 17.5 10 3 16.500zM3 10h7",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  home: "M3 9.5 10 3.500l7 6M5 8.500V16.500h10V8.5",
  file: "M5 2.500h6.500L15 6v11.500H5zM11.5 2.500V6H15",
  bolt: "M11 2.5 4.5 11.500H10l-1 6 6.5-9H10z",
  chat: "M3 4h14v10H9l-4 3.500V14H3z",
  link: "M8.5 11.500l3-3M9 6.500l1.5-1.500a3.2 3.2 0 0 1 4.5 4.500L13.5 11M6.5 9 5 10.500a3.2 3.2 0 0 0 4.5 4.500L11 13.5",
  pencil: "M4 16l.8-3.500L13 4.300a1.4 1.4 0 0 1 2 0l.7.7a1.4 1.4 0 0 1 0 2L7.5 15.200z",
  bin: "M4 5.500h12M8 5.500V3.500h4v2M5.5 5.500l.8 11.500h7.400l.8-11.5",
  smile:
    "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM7 11.500c.8 1.3 1.8 2 3 2s2.2-.7 3-2M7.5 7.500v.01M12.5 7.500v.01",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.200c0 2.4 4 2.4 4-1.200a7 7 0 1 0-3 5.7",
  slash: "M12.5 4l-5 12",
  stop: "M6 6h8v8H6z",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text beside it. */
export function icon(name: IconName): Html {
  return raw(
    `<svg class="icon icon-${name}" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="${paths[name]}"/></svg>`,
  );
}
