"""A plan is written with the keyboard alone: told what is missing, mended, saved, and followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import expect
from tests.browser.page_browser import serious
from tests.typed import there

from matside.app.prescribed import followed, load_plan, plan_file
from matside.page import plan_form_texts as texts


def type_into(page, label: str, text: str) -> None:
    """Go on with Tab until a field has the focus, and type over what it holds."""
    for _press in range(60):
        page.keyboard.press("Tab")
        labels = page.evaluate("[...document.activeElement.labels ?? []].map(one => one.innerText)")
        if any(one.startswith(label) for one in labels):
            page.keyboard.press("Control+A")
            page.keyboard.type(text)
            return
    raise AssertionError(label)


def press(page, name: str) -> None:
    """Go to a button with Tab, and press it."""
    button = page.get_by_role("button", name=name)
    for _press in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def test_a_plan_is_written_with_the_keyboard_alone(enter) -> None:
    tab = enter().tab()
    tab.go("/plan")
    tab.get_by_role("link", name=texts.WRITE()).press("Enter")
    type_into(tab, "Name of the plan", "Lower back")
    tab.keyboard.press("Enter")
    expect(tab.locator("#wrong")).to_be_focused()
    assert serious(tab.page) == []
    type_into(tab, "Prescribed by", "A. Example")
    type_into(tab, "Name of the session", "Morning")
    type_into(tab, "Times of day", "7.30, 18")
    press(tab, "Add: Cat-cow")
    expect(tab.locator("[id='session.0.step.0.reps']")).to_be_focused()
    tab.keyboard.type("6")
    expect(tab.locator("#preview")).to_contain_text("Cat-cow: 6 repetitions")
    expect(tab.locator("#wrong")).to_have_count(0)
    press(tab, "Add: Child's pose")
    expect(tab.locator("[id='session.0.step.1.reps']")).to_be_focused()
    tab.keyboard.press("Shift+Tab")  # its dose
    tab.keyboard.press("Shift+Tab")  # its exercise
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("[id='session.0.step.0.reps']")).to_be_focused()
    with tab.expect_download() as saved:
        press(tab, texts.SAVE())
    plan = load_plan(Path(saved.value.path()))
    assert [step.exercise for step in plan.session[0].step] == ["childs_pose", "cat_cow"]
    assert plan.session[0].times == ("07:30", "18:00")
    assert plan.first_day == date.today()  # noqa: DTZ011 - the person's own
    assert not plan_file().exists()
    press(tab, texts.FOLLOW())
    tab.wait_for_url("**/plan")
    assert there(followed()).prescription == plan
    assert tab.said == []
