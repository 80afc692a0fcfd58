/* A day's work without a mouse: signing in, finding the way, posting a notice, taking an objection. */
import type { Locator, Page } from '@playwright/test'
import { expect, PASSWORD, settled, test } from './support/page.ts'

/* Tab after Tab until it has the focus, as somebody without a mouse gets there. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible()
  for (let i = 0; i < 150; i++) {
    if (await what.evaluate((e) => e === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the focus never came to ${String(what)}`)
}

async function press(page: Page, what: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, what)
  await page.keyboard.press(key)
}

async function type(page: Page, what: Locator, text: string): Promise<void> {
  await tabTo(page, what)
  await page.keyboard.type(text)
}

test('a notice is posted and an objection taken by keyboard alone', async ({ page }) => {
  test.skip(test.info().project.name === 'phone', 'a phone has no keyboard')
  await page.goto('/sign-in')
  await type(page, page.getByLabel('账号'), 'organiser')
  await type(page, page.getByLabel('密码'), PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/sign-in/)
  await settled(page)

  await page.keyboard.press('Tab') /* the first stop leads past the navigation */
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await press(page, page.getByRole('navigation').getByRole('link', { name: '公示与异议' }))
  await settled(page)
  await press(page, page.getByRole('button', { name: '发布公示' }))
  await settled(page)

  const people = page.getByRole('group', { name: '公示对象' })
  await press(page, people.getByRole('checkbox').first(), 'Space')
  await expect(people.getByRole('checkbox').first()).toBeChecked()
  await type(page, page.getByLabel('公示地点'), '学院公示栏')
  await type(page, page.getByLabel('受理异议的办公室和电话'), '学院党委组织员办公室，电话：0551-63600205')
  await type(page, page.getByLabel('说明（规则有提醒时填写）'), '按计划公示')
  await press(page, page.getByRole('button', { name: '预览' }))
  await expect(page.getByText('下面就是公示的样子', { exact: false })).toBeVisible()
  await press(page, page.getByRole('button', { name: '发布', exact: true }))
  await page.waitForURL(/\/notices\/\d+$/)
  await settled(page)

  await press(page, page.getByRole('button', { name: '登记来访来电的异议' }))
  const dialog = page.getByRole('dialog')
  await type(page, dialog.getByLabel('异议内容'), '来电反映：日期有误')
  await press(page, dialog.getByRole('button', { name: '登记来访来电的异议' }))
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('receipt')).toHaveText(/^\w{4}-\w{4}-\w{4}$/)
  await press(page, page.getByRole('button', { name: '答复', exact: true }))
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape') /* nothing is done by going away */
  await expect(dialog).toBeHidden()
  await expect(page.getByText('待答复', { exact: true })).toBeVisible()
})
