/** The few icons, drawn here: no icon font, no request. */
const icon = (body: string): string =>
  `<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="currentColor" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round">${body}</svg>`;

export const icons = {
  start: icon('<path d="M15 4.5v11L7.5 10z"/><path d="M5 4.5v11" fill="none" stroke-width="2.2"/>'),
  back: icon('<path d="M12.5 4.5 7 10l5.5 5.5" fill="none" stroke-width="2.4"/>'),
  play: icon('<path d="M6.5 3.8v12.4L16 10z"/>'),
  pause: icon('<path d="M6 4.2h2.4v11.6H6zM11.6 4.2H14v11.6h-2.4z"/>'),
  next: icon('<path d="M7.5 4.5 13 10l-5.5 5.5" fill="none" stroke-width="2.4"/>'),
  end: icon('<path d="M5 4.5v11l7.5-5.5z"/><path d="M15 4.5v11" fill="none" stroke-width="2.2"/>'),
} as const;

export const zoomIcons = {
  in: icon('<path d="M10 4.5v11M4.5 10h11" fill="none"/>'),
  out: icon('<path d="M4.5 10h11" fill="none"/>'),
  fit: icon('<path d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" fill="none"/>'),
} as const;
