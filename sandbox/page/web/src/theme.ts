/** Light or dark: as the system has it, until somebody chooses. */
import { useState } from "preact/hooks";

export type Theme = "light" | "dark";

const KEPT = "theme";

function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null; // a browser may keep nothing at all
  }
}

const current = (): Theme => chosen() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

export function applyTheme(theme: Theme = current()): void {
  document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (to: Theme) => void] {
  const [theme, setTheme] = useState(current);
  const choose = (to: Theme): void => {
    try {
      localStorage.setItem(KEPT, to);
    } catch {
      // it then holds for this window alone
    }
    applyTheme(to);
    setTheme(to);
  };
  return [theme, choose];
}
