/* Public notices below my organisation: standing, waiting for answers, over. */
import { Button } from 'antd'
import { Link, useNavigate } from 'react-router'
import type { NoticeRow } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { notices } from './api'

const kinds = { scheduled: 'info', open: 'good', ended: 'warn', closed: 'quiet', withdrawn: 'quiet' } as const

export function NoticeState({ state }: { state: NoticeRow['state'] }) {
  return <StateTag kind={kinds[state]}>{tc('notice_state', state)}</StateTag>
}

function Waiting({ n }: { n: NoticeRow }) {
  return n.waiting_n > 0 ? <StateTag kind="bad">{t('notices.waiting', { n: n.waiting_n })}</StateTag> : null
}

export default function Notices() {
  const session = useSession()
  const navigate = useNavigate()
  const [f, set] = useFilters()
  const acts = may(session, 'case_branch') || may(session, 'case_superior')
  const columns: Column<NoticeRow>[] = [
    { key: 'title', title: t('notices.title'), render: (n) => <Link to={`/notices/${n.id}`}>{n.title}</Link> },
    { key: 'organisation', title: t('field.organisation'), render: (n) => n.organisation_name },
    { key: 'kind', title: t('notices.kind'), render: (n) => tc('notice_kind', n.kind), className: 'nowrap' },
    { key: 'days', title: t('notices.period'), render: (n) => t('notices.from_to', { from: day(n.posted_on), last: day(n.last_on) }) },
    { key: 'state', title: t('case.state'), render: (n) => <span className="row" style={{ gap: 6 }}><NoticeState state={n.state} /><Waiting n={n} /></span>, className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('nav.notices')} sub={t('notices.sub')} actions={<><Link className="btn" to="/notices/scan">{t('scan.title')}</Link>{acts && <Button type="primary" onClick={() => void navigate('/notices/new')}>{t('notices.new')}</Button>}</>} />
      <PageTable<NoticeRow>
        name="notices" label={t('nav.notices')} query={{ organisation_id: f.organisation_id, show: f.show }} load={notices} rowKey={(n) => n.id} columns={columns}
        card={(n) => <><div className="item-top"><Link to={`/notices/${n.id}`}>{n.title}</Link><NoticeState state={n.state} /></div><div className="meta">{n.organisation_name} · {t('notices.from_to', { from: day(n.posted_on), last: day(n.last_on) })}</div><Waiting n={n} /></>}
        filters={<>
          <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('field.organisation')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
          <PlainSelect aria-label={t('case.state')} placeholder={t('today.show.all')} value={f.show} options={['open', 'over'].map((s) => ({ value: s, label: tc('notices_show', s) }))} onChange={(v) => set({ show: v })} />
        </>}
        empty={{ title: t('notices.empty'), text: t('notices.empty_text') }}
      />
    </>
  )
}
