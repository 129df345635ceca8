/// <reference lib="dom" />

/** Milliseconds a toast stays. */
const toastMs = 4000;

/** A short word at the bottom of the page, read out by screen readers. */
export function showToast(text: string): void {
  const shelf = document.getElementById("toasts");
  if (shelf === null) return;
  const toast = document.createElement("p");
  toast.textContent = text;
  shelf.replaceChildren(toast);
  setTimeout(() => toast.remove(), toastMs);
}
