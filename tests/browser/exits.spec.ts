/* The ways out of a dossier, each done on its page, and what its person, the roster and the timeline say afterwards. */
import type { Browser, Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'
import { record, type Fact } from './support/steps.ts'

interface Right { organisation_id: string; organisation_name: string }
interface Told { step: string; on: string | null; by: 'b' | 's'; facts?: Record<string, unknown> }

const MORE = '查询单、转接与终止'
let made = 0

async function actor(browser: Browser, baseURL: string, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: test.info().project.use.viewport ?? null, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await context.addInitScript(() => localStorage.setItem('jishi.watermark', 'off'))
  const page = await context.newPage()
  await signIn(page, login)
  return page
}

/* Writes as the page does; a warning gets a reason. */
async function post(page: Page, path: string, body: object): Promise<Record<string, any>> {
  const session = await (await page.request.get('/api/v1/session')).json() as { csrf: string }
  const answer = await page.request.post(`/api/v1${path}`, { data: body, headers: { 'x-csrf-token': session.csrf } })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return await answer.json() as Record<string, any>
}

async function get<T>(page: Page, path: string): Promise<T> {
  return await (await page.request.get(`/api/v1${path}`)).json() as T
}

class Stage {
  secretary!: Page
  superior!: Page
  branch!: Right
  members: { id: string; name: string }[] = []

  static async open(browser: Browser, baseURL: string): Promise<Stage> {
    const s = new Stage()
    s.secretary = await actor(browser, baseURL, 'secretary')
    s.superior = await actor(browser, baseURL, 'organiser')
    s.branch = (await get<{ rights: Right[] }>(s.secretary, '/session')).rights[0]!
    const found = await get<{ items: { id: string; name: string; full_on: string | null }[] }>(s.secretary, `/people?organisation_id=${s.branch.organisation_id}&stage=full&limit=50`)
    s.members = found.items.filter((p) => (p.full_on ?? '9') < '2024-01-01')
    expect(s.members.length).toBeGreaterThanOrEqual(2)
    return s
  }

  async close(): Promise<void> {
    await this.secretary.context().close()
    await this.superior.context().close()
  }

  /* A new person with a dossier that has come as far as `until`. */
  async dossier(name: string, until: string): Promise<{ id: string; person: string; path: string }> {
    made += 1
    const person = await post(this.secretary, '/people', { name, birth: '2003-03-01', branch_id: this.branch.organisation_id, from_on: '2023-09-01', student_no: `X${Date.now() % 1e7}${made}` })
    const opened = await post(this.secretary, '/cases', { person_id: person.id, opened_on: '2023-09-10' })
    const two = this.members.slice(0, 2).map((m) => m.id)
    const has = await get<{ branch: { has_committee: boolean } }>(this.secretary, `/cases/${opened.id}`)
    const body = has.branch.has_committee ? 'committee' : 'assembly'
    const views = { view_group: true, view_cultivators: true, view_members: true, view_nonmembers: true }
    const votes = { votes: { due: 9, present: 9, yes: 9 }, ballot: 'secret', one_person: true }
    const way: Told[] = [
      { step: 'apply', on: '2023-09-20', by: 'b' },
      { step: 'first_talk', on: '2023-10-10', by: 'b', facts: { talker: two[0] } },
      { step: 'activist_decide', on: '2024-03-10', by: 'b', facts: { recommendation: 'league', body } },
      { step: 'activist_file', on: '2024-03-20', by: 's' },
      { step: 'cultivator_assign', on: '2024-03-20', by: 'b', facts: { cultivators: two } },
      { step: 'cultivate', on: '2024-09-05', by: 'b', facts: { kind: 'inspection' } },
      { step: 'cultivate', on: '2025-03-05', by: 'b', facts: { kind: 'inspection' } },
      { step: 'candidate_decide', on: '2025-04-10', by: 'b', facts: { body, ...views } },
      { step: 'candidate_agree', on: '2025-04-18', by: 's', facts: { result: 'filed' } },
      { step: 'introducer_assign', on: '2025-04-22', by: 'b', facts: { introducers: two } },
      { step: 'review_done', on: '2025-05-10', by: 'b', facts: { reviewed_by: '学院党委', conclusion: 'passed' } },
      { step: 'short_training', on: '2025-05-25', by: 's', facts: { days: 3, finished: true } },
      { step: 'committee_examine', on: '2025-05-30', by: 'b', facts: { body } },
      { step: 'pre_review', on: '2025-06-05', by: 's', facts: { result: 'passed' } },
      { step: 'pledge_form', on: '2025-06-10', by: 'b' },
      { step: 'admission_vote', on: '2025-06-20', by: 'b', facts: votes },
      { step: 'approval_talk', on: '2025-07-05', by: 's', facts: { talker: two[0], talker_role: 'committee_member' } },
      { step: 'approval', on: '2025-07-20', by: 's', facts: { received_on: '2025-06-25', decision: 'approved', one_person: true } },
      { step: 'convert_apply', on: '2026-06-10', by: 'b' },
    ]
    for (const told of way) {
      await this.tell(String(opened.id), told)
      if (told.step === until) break
    }
    return { id: String(opened.id), person: String(person.id), path: `/cases/${opened.id}` }
  }

  async tell(id: string, told: Told): Promise<void> {
    const page = told.by === 'b' ? this.secretary : this.superior
    const { version } = await get<{ version: number }>(page, `/cases/${id}`)
    const facts = told.facts ?? {}
    const found = await post(page, `/cases/${id}/check`, { step_code: told.step, happened_on: told.on, facts }) as { warnings: { rule: string }[]; stops: unknown[] }
    expect(found.stops, told.step).toEqual([])
    await post(page, `/cases/${id}/steps`, { step_code: told.step, happened_on: told.on, facts, version, reasons: found.warnings.map((w) => ({ rule: w.rule, reason: '情况属实，已向上级说明' })) })
  }
}

/* What is offered at the dossier's menu. */
async function offered(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  await settled(page)
  await page.getByRole('button', { name: MORE }).click()
  await expect(page.locator('.menu .sheet button').first()).toBeVisible()
  return page.locator('.menu .sheet button').allInnerTexts()
}

async function leave(page: Page, path: string, exit: string, fill: Record<string, string>): Promise<void> {
  expect(await offered(page, path)).toContain(exit)
  await page.locator('.menu .sheet').getByRole('menuitem', { name: exit }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('办理后本档案结束，全部记录保留。')
  for (const [label, text] of Object.entries(fill)) await dialog.getByLabel(label).fill(text)
  await expectAccessible(page, `dialog ${exit}`)
  await expectNoSidewaysScrolling(page, `dialog ${exit}`)
  await dialog.getByRole('button', { name: '确认办理' }).click()
  await expect(dialog).toBeHidden()
}

/* The page of the dossier, the list, the roster and the person's own page all say the same. */
async function ended(page: Page, d: { person: string; path: string; id: string }, words: { state: string; stage: string; step: string; on: string }, name: string): Promise<void> {
  await page.goto(d.path)
  await settled(page)
  await expect(page.getByText(`${words.state}（${words.on}），档案已结束，全部记录保留。`)).toBeVisible()
  await expect(page.locator('.tag', { hasText: words.stage }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: MORE })).toHaveCount(0)
  await expect(page.locator(`#step-${words.step}`)).toContainText(words.on)
  await expect(page.getByRole('heading', { name: '待办与逾期' })).toHaveCount(0)
  await expect(page.locator('#step-archive')).toContainText('没有办理')
  await expect(page.getByText('已完成25步')).toHaveCount(0)
  await expectNoSidewaysScrolling(page, `ended ${words.stage}`)
  await page.screenshot({ path: test.info().outputPath(`ended-${words.step}.png`), fullPage: true })
  await page.goto(`/people/${d.person}`)
  await settled(page)
  await expect(page.locator('.tag', { hasText: words.stage }).first()).toBeVisible()
  const session = await get<{ rights: Right[] }>(page, '/session')
  const stage = (await get<{ stage: string }>(page, `/people/${d.person}`)).stage
  await page.goto(`/people?stage=${stage}&organisation_id=${session.rights[0]!.organisation_id}`)
  await expect(page.getByText(name).first()).toBeVisible()
}

/* Read without an account, as the person would who keeps the slip. */
async function onSlip(browser: Browser, code: string, origin: string, words: string): Promise<void> {
  const context = await browser.newContext({ baseURL: origin, locale: 'zh-CN', viewport: test.info().project.use.viewport ?? null })
  const page = await context.newPage()
  await page.goto(`/slip#${code}`)
  await expect(page.getByText(words)).toBeVisible()
  await expect(page.getByText('现在等待')).toHaveCount(0)
  await expectNoSidewaysScrolling(page, 'slip of an ended way')
  await expectAccessible(page, 'slip of an ended way')
  await page.screenshot({ path: test.info().outputPath('stand.png'), fullPage: true })
  await context.close()
}

async function slipOf(page: Page, id: string): Promise<string> {
  return String((await post(page, `/cases/${id}/slip`, {})).code)
}

test('withdrawn: the dossier ends, opens again, ends again, and a new one begins', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const page = s.secretary
  const d = await s.dossier('撤回甲', 'cultivator_assign')
  const code = await slipOf(page, d.id)
  expect(await offered(page, d.path), 'nothing to take back from one who was not admitted').not.toContain('党员身份不予承认')
  await leave(page, d.path, '本人撤回申请', { 办理日期: '2024-06-01', 说明: '出国学习' })
  await ended(page, d, { state: '已撤回申请', stage: '已撤回申请', step: 'withdrawn', on: '2024年6月1日' }, '撤回甲')
  await onSlip(browser, code, baseURL!, '您已于2024年6月1日撤回入党申请')

  await page.goto(d.path)
  await page.locator('#step-withdrawn button.open').click()
  await page.locator('#step-withdrawn').getByRole('button', { name: '撤销并恢复档案' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('作废后记录保留，档案恢复为在办')
  await dialog.getByLabel('作废原因').fill('本人收回撤回申请')
  await dialog.getByRole('button', { name: '作废' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('档案已结束')).toHaveCount(0)
  await expect(page.getByRole('button', { name: MORE })).toBeVisible()
  expect(await get(page, `/cases/${d.id}`)).toMatchObject({ state: 'open', stage: 'activist' })

  await leave(page, d.path, '本人撤回申请', { 办理日期: '2024-07-01' })
  await page.goto(`/people/${d.person}`)
  await page.getByRole('button', { name: '建立发展档案' }).click()
  await expect(page).toHaveURL(/cases\/\d+$/)
  expect(new URL(page.url()).pathname).not.toBe(d.path)
  await record(page, 'apply', '2025-03-01')
  await expect(page.locator('.tag', { hasText: '入党申请人' }).first()).toBeVisible()
  /* With a new dossier under way the old one stays ended. */
  await page.goto(d.path)
  await page.locator('#step-withdrawn button.open').click()
  await page.locator('#step-withdrawn').getByRole('button', { name: '撤销并恢复档案' }).click()
  await dialog.getByLabel('作废原因').fill('误登记')
  await dialog.getByRole('button', { name: '作废' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  expect(await get(page, `/cases/${d.id}`)).toMatchObject({ state: 'withdrawn' })
  await s.close()
})

test('not approved: the superior refuses, branch and person are told', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const d = await s.dossier('未批乙', 'approval_talk')
  const code = await slipOf(s.secretary, d.id)
  await s.superior.goto(d.path)
  await record(s.superior, 'approval', '2025-07-20', { received_on: '2025-06-25', decision: { choose: 'refused' }, one_person: true })
  await ended(s.superior, d, { state: '未获批准', stage: '未获批准', step: 'approval', on: '2025年7月20日' }, '未批乙')
  await onSlip(browser, code, baseURL!, '上级党委于2025年7月20日未批准接收')

  const other = await s.dossier('未批丙', 'pre_review')
  await leave(s.superior, other.path, '未批准接收', { 办理日期: '2025-06-30', 原因: '材料不实', 通知支部日期: '2025-07-01', 通知本人日期: '2025-07-02' })
  await ended(s.superior, other, { state: '未获批准', stage: '未获批准', step: 'not_approved', on: '2025年6月30日' }, '未批丙')
  expect(await offered(s.secretary, (await s.dossier('未批丁', 'apply')).path), 'the branch cannot refuse for the superior').not.toContain('未批准接收')
  await s.close()
})

const CONVERT: Record<string, Fact> = { votes: { votes: { 应到会: 9, 实到会: 9, 赞成: 9, 反对: 0, 弃权: 0 } }, ballot: { choose: 'secret' }, one_person: true, view_group: true, view_members: true, view_nonmembers: true, committee_examined: true }

test('extended by half a year, and the second vote is awaited', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const page = s.secretary
  const d = await s.dossier('延期戊', 'convert_apply')
  const code = await slipOf(page, d.id)
  const menu = await offered(page, d.path)
  expect(menu, 'a probationary member cannot withdraw an application').not.toContain('本人撤回申请')
  await page.goto(d.path)
  await record(page, 'convert_vote', '2026-06-22', { outcome: { choose: 'extend' }, extend_months: 6, ...CONVERT })
  await s.superior.goto(d.path)
  await record(s.superior, 'convert_approval', '2026-07-10', { received_on: '2026-06-25', decision: { choose: 'approved' } })
  await page.goto(d.path)
  await settled(page)
  await expect(page.getByText('已延长预备期').first()).toBeVisible()
  await expect(page.locator('dl.facts').first()).toContainText('2026年12月20日')
  await expect(page.locator('.tag', { hasText: '预备党员' }).first()).toBeVisible()
  const seven = page.locator('#seven-procedures')
  for (const text of ['推优', '2024年3月10日', '预审', '2025年6月5日', '政审', '2025年5月10日', '座谈考察', '2025年7月5日', '审批', '2025年7月20日', '无更正']) await expect(seven).toContainText(text)
  await expect(seven.locator('dt')).toHaveText(['推优', '预审', '公示', '政审', '座谈考察', '审批', '责任追究'])
  await expect(seven.locator('dd').nth(2), 'no notice was asked for under the text of 2014').toContainText('未办')
  await expect(page.locator('#probation-row dd').nth(2)).toHaveText('办理中 2026年6月10日、2026年6月22日、2026年7月10日')
  await expectAccessible(page, 'seven procedures')
  await page.screenshot({ path: test.info().outputPath('extended.png'), fullPage: true })
  const context = await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN' })
  const reader = await context.newPage()
  await reader.goto(`/slip#${code}`)
  await expect(reader.getByText('预备期已延长，至2026年12月20日届满。')).toBeVisible()
  await expect(reader.getByText('现在等待')).toBeVisible()
  await context.close()
  await s.close()
})

test('cancelled: the assembly decides, the superior approves, and there is no way back in this dossier', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const d = await s.dossier('取消己', 'approval')
  const code = await slipOf(s.secretary, d.id)
  /* The person asks for nothing here, so the vote does not wait for his request. */
  expect(await offered(s.secretary, d.path)).toContain('讨论取消预备党员资格')
  await s.secretary.locator('.menu .sheet').getByRole('menuitem', { name: '讨论取消预备党员资格' }).click()
  const dialog = s.secretary.getByRole('dialog')
  await expect(dialog).toContainText('大会通过后报上级党委审批')
  await expect(dialog.getByLabel('讨论结果')).toHaveValue('cancel')
  await dialog.getByLabel('办理日期').fill('2026-03-22')
  for (const [label, n] of Object.entries({ 应到会: 9, 实到会: 9, 赞成: 9 })) await dialog.getByLabel(label, { exact: true }).fill(String(n))
  await dialog.getByLabel('表决方式').selectOption('secret')
  for (const label of ['逐个讨论和表决', '已征求党小组意见', '已征求党员意见', '已征求群众意见', '支委会已审查']) await dialog.getByLabel(label).check()
  await expectAccessible(s.secretary, 'dialog of a cancellation')
  await s.secretary.screenshot({ path: test.info().outputPath('cancel.png') })
  await dialog.getByRole('button', { name: '记录' }).click()
  const reasons = dialog.getByPlaceholder('说明原因')
  if (await reasons.count() > 0) {
    for (let i = 0; i < await reasons.count(); i++) await reasons.nth(i).fill('情况属实')
    await dialog.getByRole('button', { name: '记录' }).click()
  }
  await expect(dialog).toBeHidden()
  await s.superior.goto(d.path)
  await record(s.superior, 'convert_approval', '2026-04-10', { received_on: '2026-03-25', decision: { choose: 'approved' } })
  await ended(s.superior, d, { state: '已取消预备党员资格', stage: '取消预备党员资格', step: 'convert_approval', on: '2026年4月10日' }, '取消己')
  await onSlip(browser, code, baseURL!, '您的预备党员资格已于2026年4月10日取消')
  await s.close()
})

test('not recognised: the organisation department alone', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const d = await s.dossier('不认庚', 'approval')
  const code = await slipOf(s.secretary, d.id)
  expect(await offered(s.superior, d.path)).not.toContain('党员身份不予承认')
  const department = await actor(browser, baseURL!, 'department')
  await leave(department, d.path, '党员身份不予承认', { 办理日期: '2026-02-01', 作出决定的组织部门: '区委组织部' })
  await ended(department, d, { state: '不予承认党员身份', stage: '不予承认党员身份', step: 'not_recognised', on: '2026年2月1日' }, '不认庚')
  await onSlip(browser, code, baseURL!, '上级组织部门于2026年2月1日决定不予承认党员身份')
  await department.context().close()
  await s.close()
})

test('transferred: inside the school the dossier goes along, out of the school it ends', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const d = await s.dossier('转接辛', 'cultivator_assign')
  const code = await slipOf(s.secretary, d.id)
  await leave(s.secretary, d.path, '转出', { 办理日期: '2024-08-01', 转往单位: '外校党委' })
  await ended(s.secretary, d, { state: '已转出', stage: '已转出', step: 'transferred_out', on: '2024年8月1日' }, '转接辛')
  await onSlip(browser, code, baseURL!, '您的材料已于2024年8月1日转往新单位')

  const move = await s.dossier('转接壬', 'cultivator_assign')
  const to = (await get<{ items: { id: string; name: string; kind: string }[] }>(s.superior, '/organisations')).items.find((o) => o.kind === 'branch' && o.id !== s.branch.organisation_id)!
  const page = s.superior
  await offered(page, move.path)
  await page.locator('.menu .sheet').getByRole('menuitem', { name: '转到其他支部' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('转入党支部').fill(to.name)
  await page.locator('.ant-select-tree-title', { hasText: to.name }).first().click()
  await dialog.getByLabel('转接日期').fill('2024-09-01')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`${s.branch.organisation_name} → ${to.name}`)).toBeVisible()
  expect(await get(page, `/cases/${move.id}`)).toMatchObject({ state: 'open', stage: 'activist', branch: { id: to.id } })
  await s.close()
})

test('the log of an activist: five kinds, their number and last day, and what this term lacks', async ({ browser, baseURL }) => {
  const s = await Stage.open(browser, baseURL!)
  const page = s.secretary
  const d = await s.dossier('培养癸', 'cultivator_assign')
  const log = page.locator('#cultivation-log')
  await page.goto(d.path)
  await expect(log.getByText('本学期还没有')).toHaveCount(5)
  await record(page, 'cultivate', '2026-10-09', { kind: { choose: 'visit' } })
  await s.tell(d.id, { step: 'cultivate', on: '2026-06-10', by: 'b', facts: { kind: 'study' } })
  await s.tell(d.id, { step: 'cultivate', on: '2026-10-20', by: 'b', facts: { kind: 'study' } })
  await s.tell(d.id, { step: 'cultivate', on: '2026-06-12', by: 'b', facts: { kind: 'practice' } })
  await page.goto(d.path)
  await settled(page)
  await expect(page.locator('#cultivation-log dt')).toHaveText(['走访', '学习', '谈心', '汇报', '实践'])
  await expect(log.locator('dd')).toHaveText(['1次 · 最近2026年10月9日', '2次 · 最近2026年10月20日', '0次 本学期还没有', '0次 本学期还没有', '1次 · 最近2026年6月12日 本学期还没有'])
  await expectNoSidewaysScrolling(page, 'cultivation log')
  await expectAccessible(page, 'cultivation log')
  await page.screenshot({ path: test.info().outputPath('log.png'), fullPage: true })
  await s.close()
})
