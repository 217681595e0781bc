/** Pictures of the emulated Outlook's own buttons: strokes in a box of 16 by 16. */
const PATHS = {
  newMeeting: 'M2 3.5h12v10H2zM2 6.5h12M5 2v3M11 2v3',
  newMail: 'M2 3.5h12v9H2zM2 4l6 5 6-5',
  reply: 'M6 3 2 7l4 4M2 7h7c3 0 5 2 5 5.5',
  replyAll: 'M5 4 2 7l3 3M9 3 5 7l4 4M5 7h5c2.5 0 4 2 4 5',
  forward: 'M10 3l4 4-4 4M14 7H7c-3 0-5 2-5 5.5',
  remove: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.7 9h5.6l.7-9M7 7v4M9 7v4',
  newCategory: 'M2 2h5l7 7-5 5-7-7zM5 5h.5',
  send: 'M2 2.5 14 8 2 13.5 4 8zM4 8h5',
  discard: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.7 9h5.6l.7-9M7 7v4M9 7v4',
  attachment: 'M10.5 5 6 9.5a1.4 1.4 0 0 0 2 2l5-5a2.8 2.8 0 0 0-4-4l-5.5 5.5a4.2 4.2 0 0 0 6 6l4-4',
  pin: 'M6 2h4v4.5l2 2.5H4l2-2.5zM8 9v5',
  close: 'M4 4l8 8M12 4l-8 8',
  shield: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what it stands for is said beside it or by a label. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class="own-icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.3"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
