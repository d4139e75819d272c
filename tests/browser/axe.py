"""What axe finds wrong with a page."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "sandbox/page/web/node_modules/axe-core/axe.min.js"


async def violations(page: Page, axe: str) -> list[str]:
    """`axe`: its source. Empty for a page on which nothing is wrong."""
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{it['id']}: {node['html'][:160]} {node['failureSummary']}"
        for it in found["violations"]
        for node in it["nodes"]
    ]
