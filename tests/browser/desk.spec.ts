/* A committee's meeting over five cases: three agreed, one returned, one that a rule refuses. */
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

interface Awaiting { case_id: string; person_name: string; step: string; stops: object[]; warnings: object[]; meeting_id: string | null }

const of = (page: Page, tag: string, x: Awaiting): Locator => page.locator(tag).filter({ has: page.locator(`a[href="/cases/${x.case_id}"]`) })

async function row(page: Page, x: Awaiting): Promise<Locator> {
  const wide = page.locator('tr').filter({ has: page.locator(`a[href="/cases/${x.case_id}"]`) })
  return (await wide.count()) > 0 ? wide : page.locator('.item').filter({ has: page.locator(`a[href="/cases/${x.case_id}"]`) })
}

test('a committee decides on five people one by one', async ({ page }) => {
  await signIn(page, 'organiser')
  await page.goto('/desk')
  await settled(page)
  await expectNoSidewaysScrolling(page, 'the desk')
  await expectAccessible(page, 'the desk')
  const desk = await (await page.request.get('/api/v1/desk')).json() as { items: Awaiting[] }
  const four = desk.items.filter((i) => i.step === 'pre_review' && !i.stops.length && !i.warnings.length && !i.meeting_id).slice(0, 4)
  const refused = desk.items.find((i) => i.step === 'approval' && i.stops.length > 0 && !i.meeting_id)!
  expect(four).toHaveLength(4)
  expect(refused).toBeTruthy()
  for (const x of [...four, refused]) await (await row(page, x)).filter({ hasText: x.step === 'approval' ? '上级党委审批' : '上级党委预审' }).getByRole('checkbox').check()
  await page.getByRole('button', { name: '列入议程' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('把5人列入会议议程')
  await dialog.getByLabel('会议名称').fill('学院党委会第九次会议')
  await dialog.getByRole('button', { name: '列入议程' }).click()
  await expect(page).toHaveURL(/desk\/meetings\/\d+/)
  await expect(page.getByRole('heading', { level: 1, name: '学院党委会第九次会议' })).toBeVisible()
  await settled(page)
  await expectNoSidewaysScrolling(page, 'the agenda')
  await expectAccessible(page, 'the agenda')

  await test.step('too few come: refused, with the numbers', async () => {
    await page.getByRole('button', { name: '召开会议' }).click()
    const boxes = page.getByRole('dialog').getByRole('checkbox')
    await expect(boxes).toHaveCount(5)
    for (let i = 2; i < 5; i++) await boxes.nth(i).uncheck()
    await page.getByRole('dialog').getByRole('button', { name: '召开会议' }).click()
    await expect(page.getByRole('dialog')).toContainText('应到5人，实到2人，到会委员不足半数')
    for (let i = 2; i < 4; i++) await boxes.nth(i).check()
    await page.getByRole('dialog').getByLabel(/未到会原因/).fill('出差')
    await page.getByRole('dialog').getByRole('button', { name: '召开会议' }).click()
    await expect(page.getByRole('heading', { name: '应到5人，实到4人' })).toBeVisible()
  })

  await test.step('each person has a decision of his own', async () => {
    const close = page.getByRole('button', { name: '结束会议并记录' })
    await expect(close).toBeDisabled()
    for (const [i, x] of four.entries()) {
      const item = of(page, 'article', x)
      if (i === 0) { /* by keyboard alone */
        await item.getByRole('radio', { name: '同意', exact: true }).focus()
        await page.keyboard.press('Space')
        await item.getByLabel('批复文号').focus()
        await page.keyboard.type('电党预〔2026〕9号')
        await page.keyboard.press('Enter')
      } else {
        await item.getByText(i === 3 ? '退回补正' : '同意', { exact: true }).click()
        if (i === 3) await item.getByLabel('原因（会告知支部）').fill('函调信缺一份')
        await item.getByRole('button', { name: '记下' }).click()
      }
      await expect(item.getByText('已填写')).toBeVisible()
    }
    const item = of(page, 'article', refused)
    await expect(item).toContainText('现在不能办理')
    await item.getByText('同意', { exact: true }).click()
    await item.getByRole('button', { name: '记下' }).click()
    await expect(item).toContainText('党委审批应当逐个审议和表决')
    await item.getByLabel('赞成', { exact: true }).fill('2')
    await item.getByLabel('反对', { exact: true }).fill('1')
    await item.getByLabel('弃权', { exact: true }).fill('1')
    await item.getByRole('button', { name: '记下' }).click()
    await expect(item).toContainText('应到5人，赞成2票')
    await item.getByLabel('赞成', { exact: true }).fill('4')
    await item.getByLabel('反对', { exact: true }).fill('0')
    await item.getByLabel('弃权', { exact: true }).fill('0')
    await item.getByRole('button', { name: '记下' }).click()
    await expect(item.getByText('已填写')).toBeVisible()
    await settled(page)
    await expectAccessible(page, 'the meeting')
    await expectNoSidewaysScrolling(page, 'the meeting')
    await close.click()
    await page.getByRole('dialog').getByRole('button', { name: '结束会议并记录' }).click()
  })

  await test.step('what was agreed is recorded, what was returned is not, what is refused says why', async () => {
    for (const x of four.slice(0, 3)) await expect(of(page, 'article', x).getByText('已写入档案')).toBeVisible()
    await expect(of(page, 'article', four[3]!).getByText('已退回')).toBeVisible()
    const item = of(page, 'article', refused)
    await expect(item).toContainText('没有记录，原因：')
    await expect(item).toContainText('上级党委派人谈话')
    await settled(page)
    await expectAccessible(page, 'the refused case')
    await item.getByText('暂缓', { exact: true }).click()
    await item.getByLabel('原因（会告知支部）').fill('派人谈话以后再议')
    await item.getByRole('button', { name: '记下' }).click()
    await expect(item.getByText('已填写')).toBeVisible()
    await page.getByRole('button', { name: '结束会议并记录' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结束会议并记录' }).click()
    await expect(page.getByRole('main').getByText('已结束', { exact: true }).first()).toBeVisible()
  })

  await test.step('the dossiers tell it', async () => {
    await of(page, 'article', four[0]!).getByRole('link').click()
    await expect(page.locator('#step-pre_review')).toContainText('2026年11月23日')
    await page.goto(`/cases/${four[3]!.case_id}`)
    await expect(page.getByRole('main')).toContainText('函调信缺一份')
    const mine = await (await page.request.get(`/api/v1/cases/${refused.case_id}`)).json() as { steps: { code: string; happened_on: string | null }[] }
    expect(mine.steps.find((s) => s.code === 'approval')!.happened_on).toBeNull()
  })

  await test.step('another college finds nothing of it', async () => {
    const url = page.url()
    await page.context().clearCookies()
    await signIn(page, 'organiser2')
    await page.goto(url)
    await settled(page)
    await expect(page.getByText('没有找到，或者您无权查看。')).toBeVisible()
  })
})

test('filing: one number for all, each person told', async ({ page }) => {
  await signIn(page, 'organiser')
  await page.goto('/desk?tab=filing')
  await settled(page)
  await expectAccessible(page, 'filing')
  await page.getByRole('checkbox', { name: '选中本页全部' }).first().check()
  await page.getByRole('button', { name: '批量备案' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('备案文号').fill('电党备〔2026〕31号')
  await dialog.getByRole('button', { name: '批量备案' }).click()
  await expect(page.getByText(/已备案\d+人/)).toBeVisible()
})

test('places are handed down within what is above', async ({ page }) => {
  await signIn(page, 'organiser')
  await page.goto('/plan')
  await settled(page)
  await page.getByRole('button', { name: '调整' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名额').fill('99999')
  await dialog.getByLabel('调整原因').fill('多要一些')
  await dialog.getByRole('button', { name: '调整' }).click()
  await expect(dialog).toContainText('超过本级的')
  await page.keyboard.press('Escape')
  await page.goto('/plan?year=2027')
  await settled(page)
  await expect(page.getByText('本年度还没有下达名额')).toBeVisible()
  await page.locator('button.linklike[aria-expanded]').first().click()
  await expect(page.locator('.names').first()).toContainText('最早')
})
