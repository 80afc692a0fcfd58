/* One person from the letter of application to the filed papers, each step by the post it belongs to. */
import type { Browser, Page } from '@playwright/test'
import { expect, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'
import { checked, fillStep, openStep, record, type Fact } from './support/steps.ts'

const two = (people: { name: string }[]): Fact => ({ pick: people.slice(0, 2).map((p) => p.name) })

async function actor(browser: Browser, baseURL: string, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: test.info().project.use.viewport ?? null, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await context.addInitScript(() => localStorage.setItem('jishi.watermark', 'off'))
  const page = await context.newPage()
  await signIn(page, login)
  return page
}

async function addPerson(page: Page, name: string, branch: string): Promise<string> {
  await page.goto('/people')
  await page.getByRole('button', { name: '新增人员' }).click()
  const dialog = page.getByRole('dialog')
  await expect(async () => { /* the list is drawn again while its search settles */
    await dialog.getByLabel('所在党支部').fill(branch)
    await page.locator('.ant-select-tree-title', { hasText: branch }).first().click()
    await expect(dialog.locator('.ant-form-item').filter({ hasText: '所在党支部' })).toContainText(branch, { timeout: 1000 })
  }).toPass()
  await dialog.getByLabel('自何日起').fill('2023-09-01')
  await dialog.getByLabel('姓名').fill(name)
  await dialog.getByLabel('性别').selectOption('female')
  await dialog.getByLabel('出生日期').fill('2004-03-01')
  await dialog.getByLabel('学号', { exact: true }).fill(`E2E${Date.now() % 1e8}`)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.getByRole('button', { name: '建立发展档案' }).click()
  await expect(page).toHaveURL(/cases\/\d+/)
  return new URL(page.url()).pathname
}

test('a person is taken through all 25 steps', async ({ browser, baseURL }) => {
  test.setTimeout(300_000)
  const secretary = await actor(browser, baseURL!, 'secretary')
  const organiser = await actor(browser, baseURL!, 'organiser')
  const department = await actor(browser, baseURL!, 'department')
  const session = await (await secretary.request.get('/api/v1/session')).json() as { rights: { organisation_id: string; organisation_name: string }[] }
  const branch = session.rights[0]!
  const found = await (await secretary.request.get(`/api/v1/people?organisation_id=${branch.organisation_id}&stage=full&limit=20`)).json() as { items: { name: string; full_on: string }[] }
  const members = found.items.filter((p) => (p.full_on ?? '9') < '2024-01-01')
  expect(members.length, 'full members since before 2024').toBeGreaterThanOrEqual(2)
  const path = await addPerson(secretary, '林晓舟', branch.organisation_name)
  const detail = await (await secretary.request.get(`/api/v1${path}`)).json() as { branch: { has_committee: boolean } }
  const body: Fact = { choose: detail.branch.has_committee ? 'committee' : 'assembly' }
  const talker: Fact = { pick: [members[0]!.name] }
  const passed = { votes: { 应到会: 9, 实到会: 8, 赞成: 8, 反对: 0, 弃权: 0 } }

  const steps: [Page, string, string, Record<string, Fact>?][] = [
    [secretary, 'apply', '2023-09-20'],
    [secretary, 'first_talk', '2023-10-10', { talker }],
    [secretary, 'activist_decide', '2024-03-10', { recommendation: { choose: 'league' }, body }],
    [organiser, 'activist_file', '2024-03-20', { filing_number: '电气党备〔2024〕3号' }],
    [secretary, 'cultivator_assign', '2024-03-20', { cultivators: two(members) }],
    [secretary, 'cultivate', '2024-09-05', { kind: { choose: 'inspection' } }],
    [secretary, 'cultivate', '2025-03-05', { kind: { choose: 'inspection' } }],
    [secretary, 'candidate_decide', '2025-04-10', { body, view_group: true, view_cultivators: true, view_members: true, view_nonmembers: true }],
    [organiser, 'candidate_agree', '2025-04-18', { result: { choose: 'filed' } }],
    [secretary, 'introducer_assign', '2025-04-22', { introducers: two(members) }],
    [secretary, 'review_done', '2025-05-10', { reviewed_by: '电气工程学院党委', conclusion: { choose: 'passed' } }],
    [organiser, 'short_training', '2025-05-25', { days: 3, finished: true }],
    [secretary, 'committee_examine', '2025-05-30', { body }],
    [organiser, 'pre_review', '2025-06-05', { result: { choose: 'passed' } }],
    [secretary, 'pledge_form', '2025-06-10', { form_number: '20250612' }],
    [secretary, 'admission_vote', '2025-06-20', { votes: passed, ballot: { choose: 'secret' }, one_person: true }],
    [organiser, 'approval_talk', '2025-07-05', { talker, talker_role: { choose: 'committee_member' } }],
    [organiser, 'approval', '2025-07-20', { received_on: '2025-06-25', decision: { choose: 'approved' }, one_person: true }],
    [department, 'approval_file', '2025-07-28'],
    [secretary, 'group_assign', '2025-07-28', { group: '第一党小组' }],
    [secretary, 'oath', '2025-08-10'],
    [secretary, 'probation_inspect', '2025-12-20'],
    [secretary, 'convert_apply', '2026-06-10'],
    [secretary, 'convert_vote', '2026-06-22', { outcome: { choose: 'convert' }, votes: passed, ballot: { choose: 'secret' }, one_person: true, view_group: true, view_members: true, view_nonmembers: true, committee_examined: true }],
    [organiser, 'convert_approval', '2026-07-10', { received_on: '2026-06-25', decision: { choose: 'approved' } }],
    [organiser, 'archive', '2026-07-20', { paper_pledge: true, paper_application: true, paper_cultivation: true, paper_review: true, paper_probation: true, paper_conversion: true }],
  ]
  for (const [page, code, day, facts] of steps) {
    await test.step(`${code} ${day}`, async () => {
      await page.goto(path)
      if (code === 'cultivate' && (await page.locator('#step-cultivate.done').count()) > 0) {
        await page.locator('#step-cultivate button.open').click()
        await page.getByRole('button', { name: '再记一次' }).click()
      }
      await record(page, code, day, facts)
    })
  }
  await secretary.goto(path)
  await settled(secretary)
  await expect(secretary.getByText('已完成25步，共25步')).toBeVisible()
  await expect(secretary.locator('.tag', { hasText: '正式党员' }).first()).toBeVisible()
  await expectNoSidewaysScrolling(secretary, 'a finished dossier')
  const vote = secretary.locator('#step-admission_vote')
  await expect(vote).toContainText('2025年6月20日')
  await vote.getByRole('button', { name: /查看/ }).click()
  await expect(vote).toContainText('应到会 9，实到会 8，赞成 8')
  await expect(vote).toContainText('无记名投票')
  const cultivators = secretary.locator('#step-cultivator_assign')
  await cultivators.getByRole('button', { name: /查看/ }).click()
  await expect(cultivators).toContainText(members[1]!.name)
  for (const p of [secretary, organiser, department]) await p.context().close()
})

test('a refused step names the article and the first lawful day, and keeps what was typed', async ({ page }) => {
  await signIn(page, 'secretary')
  const session = await (await page.request.get('/api/v1/session')).json() as { rights: { organisation_name: string }[] }
  await addPerson(page, '苏一凡', session.rights[0]!.organisation_name)
  await record(page, 'apply', '2025-09-20')
  await record(page, 'first_talk', '2025-10-10', { talker: { pick: [(await firstMember(page))] } })
  await record(page, 'activist_decide', '2026-03-10', { recommendation: { choose: 'members' }, body: { choose: 'committee' } })
  await record(page, 'cultivator_assign', '2026-03-12', { cultivators: { pick: [await firstMember(page)] } })
  await fillStep(page, 'candidate_decide', '2026-11-20', { body: { choose: 'committee' }, view_cultivators: true, view_members: true, view_nonmembers: true })
  const step = page.locator('#step-candidate_decide')
  await expect(step.getByText('现在不能办理')).toBeVisible()
  await expect(step).toContainText('依据第13条')
  await expect(step).toContainText('可自2027年3月10日起办理')
  await step.getByRole('button', { name: '记录', exact: true }).click()
  await expect(step.getByText('不符合程序规定，没有记录')).toBeVisible()
  await expect(step.locator('[id="form-candidate_decide_happened_on"]')).toHaveValue('2026-11-20')
  await expect(step.locator('[id="form-candidate_decide_facts_view_members"]')).toBeChecked()
  await page.getByRole('link', { name: '发展档案' }).first().click()
  await expect(page).toHaveURL(/\/cases$/)
  await settled(page)
  await page.goBack()
  await openStep(page, 'candidate_decide')
  await checked(page, 'candidate_decide')
  await expect(page.locator('[id="form-candidate_decide_happened_on"]')).toHaveValue('2026-11-20')
})

async function firstMember(page: Page): Promise<string> {
  const session = await (await page.request.get('/api/v1/session')).json() as { rights: { organisation_id: string }[] }
  const found = await (await page.request.get(`/api/v1/people?organisation_id=${session.rights[0]!.organisation_id}&stage=full&limit=20`)).json() as { items: { name: string; full_on: string }[] }
  return found.items.filter((p) => (p.full_on ?? '9') < '2024-01-01')[0]!.name
}
