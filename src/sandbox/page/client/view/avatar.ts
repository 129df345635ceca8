import { draw, raw, type Html } from "../draw/html.ts";
import { nameOf, type World } from "../draw/world.ts";

/** A square with a person's initials in their colour; the app has a sign of its own. */
export function avatar(world: World, user: string, username?: string): Html {
  if (user === world.bot) return appMark;
  const name = username ?? nameOf(world, user);
  const color = world.users.get(user)?.color.replace(/^#/u, "") ?? "";
  const fill = /^[\da-f]{6}$/iu.test(color) ? `#${color}` : "#6b7280";
  return draw`<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true">
    <rect width="36" height="36" rx="9" fill="${fill}"/><rect width="36" height="36" rx="9" fill="url(#sheen)"/>
    <text x="18" y="23.5" text-anchor="middle">${initials(name)}</text></svg>`;
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => (word ?? "?").match(/^./u)?.[0].toUpperCase() ?? "").join("");
}

const appMark = raw(`<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true">
  <rect width="36" height="36" rx="9" fill="#0d5f56"/><rect width="36" height="36" rx="9" fill="url(#sheen)"/>
  <g fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">
  <circle cx="16" cy="15.5" r="6.5"/><path d="M21 20.5 27 26.500M13.3 15.500l2 2 3.6-3.9" /></g></svg>`);
