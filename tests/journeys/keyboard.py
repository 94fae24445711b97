"""Somebody who uses the keyboard alone, and watches where the focus is."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page

# What has the focus, and whether somebody who looks at the page can see that.
_FOCUS = """(target) => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const across = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const uncovered = [box.top + 2, box.top + box.height / 2, box.bottom - 2].some((down) => {
    const upmost = document.elementFromPoint(across, down);
    return upmost && (element.contains(upmost) || upmost.contains(element));
  });
  return {
    what: element.outerHTML.slice(0, 160),
    wanted: element === target,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && uncovered,
  };
}"""
_FAR = 80


@dataclass
class Keyboard:
    """Every key is followed by a look at the focus: it is somewhere, and it is to be seen."""

    page: Page

    def __post_init__(self) -> None:
        # Pages that scroll gently are looked at when they have arrived.
        self.page.emulate_media(reduced_motion="reduce")

    def press(self, key: str, target: ElementHandle | None = None) -> bool:
        """Press a key and look; whether it has led to the target."""
        self.page.keyboard.press(key)
        return self.look(target)

    def look(self, target: ElementHandle | None = None) -> bool:
        """The focus is on something that shows it; whether that is the target."""
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS, target)
        assert found, f"the focus is lost on {self.page.url}"
        assert found["outlined"], f"{found} on {self.page.url}"
        assert found["seen"], f"{found} on {self.page.url}"
        return bool(found["wanted"])

    def skip(self) -> None:
        """To the content of a new page, by the link that is reached first."""
        self.press("Tab")
        assert self.page.locator(":focus").get_attribute("href") == "#main"
        self.page.keyboard.press("Enter")

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab, or Shift+Tab to go back, until `target` has the focus."""
        handle = target.element_handle()
        reached = any(self.press(key, handle) for _ in range(_FAR))
        assert reached, f"{key} does not reach {target}"

    def use(self, target: Locator, way: str = "Tab", key: str = "Enter") -> None:
        """Reach a button or link and use it; the page that it opens is awaited."""
        self.reach(target, way)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
