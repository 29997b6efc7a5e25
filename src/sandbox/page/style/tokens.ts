/** Colours, sizes and shapes, for day and for night. */
export const TOKENS = /* css */ `
:root {
  color-scheme: light dark;
  --ground: #f4f2ec;
  --panel: #ffffff;
  --raised: #ffffff;
  --sunken: #ebe8e0;
  --ink: #1c2527;
  --quiet: #526063;
  --line: #dcd8ce;
  --edge: #828c8a;
  --accent: #1f5466;
  --accent-hover: #173f4d;
  --on-accent: #ffffff;
  --accent-soft: #dbe8ec;
  --link: #1b566a;
  --danger: #b3261e;
  --danger-hover: #931d16;
  --on-danger: #ffffff;
  --danger-soft: #fbe6e3;
  --notice: #8a5a00;
  --mention: #fdf0cf;
  --shadow: 0 1px 2px rgb(28 37 39 / 8%), 0 8px 28px rgb(28 37 39 / 14%);
  --scrim: rgb(20 27 28 / 46%);
  --radius: 10px;
  --radius-small: 7px;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", Consolas, "DejaVu Sans Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11181a;
    --panel: #182022;
    --raised: #1f292b;
    --sunken: #0d1314;
    --ink: #e5ebe9;
    --quiet: #a0b0ad;
    --line: #2c383a;
    --edge: #6f817f;
    --accent: #82bfd1;
    --accent-hover: #a3d2df;
    --on-accent: #06202a;
    --accent-soft: #1d3842;
    --link: #8fcadb;
    --danger: #ff9488;
    --danger-hover: #ffb0a7;
    --on-danger: #2c0703;
    --danger-soft: #40201d;
    --notice: #f0c368;
    --mention: #40371c;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 10px 32px rgb(0 0 0 / 50%);
    --scrim: rgb(4 8 9 / 66%);
  }
}
`;
