/// <reference lib="dom" />
import type { Html } from "./draw/html.ts";

/** Pixels kept between a menu and what it belongs to, and from the edge of the window. */
const gap = 4;

/** The page's one floating menu. It knows for which element it was opened. */
export type Menu = {
  open(anchor: Element, content: Html): void;
  close(): void;
  /** What the open menu belongs to. */
  anchor(): Element | undefined;
};

export function floatingMenu(box: HTMLElement): Menu {
  let anchor: Element | undefined;
  box.addEventListener("keydown", (event) => moveFocus(box, event));
  return {
    open(next, content) {
      const again = anchor === next && box.matches(":popover-open");
      box.hidePopover();
      if (again) return;
      anchor = next;
      box.innerHTML = content.markup;
      box.showPopover();
      place(box, next);
      box.querySelector("button")?.focus();
    },
    close: () => box.hidePopover(),
    anchor: () => anchor,
  };
}

/** Below what it belongs to, or above when there is no room; never outside the window. */
function place(box: HTMLElement, anchor: Element): void {
  // Measured in the corner, where the edge of the window does not squeeze it.
  box.style.left = "0";
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + gap + height < window.innerHeight;
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - height);
  const left = Math.min(Math.max(gap, at.right - width), window.innerWidth - width - gap);
  box.style.top = `${top}px`;
  box.style.left = `${at.left + width < window.innerWidth && at.left < 300 ? at.left : left}px`;
}

function moveFocus(box: HTMLElement, event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...box.querySelectorAll("button")];
  const at = items.findIndex((item) => item === document.activeElement);
  items.at((at + step + items.length) % items.length)?.focus();
}
