/** The page's few signs, drawn in the colour of the text around them. Each stands beside a name, or has one. */

const PATHS = {
  attach: "M10 3.5v13M3.5 10h13",
  bolt: "M11 2 4 11.5h5L8 18l7-9.5h-5z",
  send: "M3 3.5 17.5 10 3 16.5l2-6.5zM5 10h6",
  close: "m5 5 10 10M15 5 5 15",
  back: "M12.5 4 6.5 10l6 6",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7 12a3.6 3.6 0 0 0 6 0M7.5 8v.01M12.5 8v.01",
  thread: "M4 4h12v9H9l-4 3.5V13H4zM7 7.5h6M7 10h4",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4.2l3 1.8",
  fault: "M10 3 18 16.5H2zM10 8v4M10 14.3v.01",
  traffic: "M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.4 4.4l1.2 1.2M14.4 14.4l1.2 1.2M4.4 15.6l1.2-1.2M14.4 5.6l1.2-1.2",
  moon: "M16 12.3A6.7 6.7 0 0 1 7.7 4a6.7 6.7 0 1 0 8.3 8.3Z",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  people: "M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16c0-2.6 2-4.4 5-4.4s5 1.8 5 4.4M13 9.3a2.3 2.3 0 1 0-.6-4.5M14 11.7c2.2.2 3.6 1.8 3.6 4.1",
  file: "M5 2.5h6.5L15 6v11.5H5zM11 2.5V6.5h4",
  window: "M8 4H3.5v12.5H16V12M11 3.5h5.5V9M16 4l-7 7",
  play: "M6 4v12l9.5-6z",
  again: "M4 10a6 6 0 1 1 1.8 4.3M4 10V5.5M4 10h4.5",
  copy: "M7 6.5h9v11H7zM4 13.5V2.5h9",
  eye: "M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z",
  down: "m5 7.5 5 5 5-5",
  edit: "m4 16 .8-3.6L13.5 3.7l2.8 2.8-8.7 8.7z",
  trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11.5h7.4l.8-11.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
