/** Light or dark: as the system has it, until somebody chooses. */
import { useEffect, useState } from "preact/hooks";

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

const system = matchMedia("(prefers-color-scheme: dark)");

const current = (): Theme => chosen() ?? (system.matches ? "dark" : "light");

export function applyTheme(theme: Theme = current()): void {
  document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (to: Theme) => void] {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    const changed = (): void => {
      applyTheme();
      setTheme(current());
    };
    system.addEventListener("change", changed);
    return () => system.removeEventListener("change", changed);
  }, []);
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
