/* What awaits a committee: cases for its meeting, filings, its meetings. */
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { OrgTreeSelect } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { useFilters } from '../platform/useFilters'
import { desk } from './api'
import { AwaitingList } from './Awaiting'
import { FilingList } from './Filings'
import { MeetingList } from './Meetings'

type Tab = 'awaiting' | 'filing' | 'meetings'

export default function DeskPage() {
  const [f, set] = useFilters({ tab: 'awaiting' })
  const q = useQuery({ queryKey: ['desk', f.organisation_id ?? ''], queryFn: () => desk(f.organisation_id) })
  const d = q.data
  const tab = f.tab as Tab
  return (
    <>
      <PageHeader title={t('nav.desk')} sub={d && t('desk.sub', { name: d.organisation_name, day: day(d.today) })} />
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {d && (
        <>
          {d.power === 'deliberates' && <Note kind="info">{t('desk.deliberates')}</Note>}
          {d.power === 'decides' && d.members.length === 0 && <Note kind="warn">{t('desk.no_members')}</Note>}
          <div className="filters">
            <Segmented<Tab> value={tab} onChange={(v) => set({ tab: v })} options={[
              { value: 'awaiting', label: `${t('desk.tab.awaiting')} ${d.items.length}` },
              { value: 'filing', label: `${t('desk.tab.filing')} ${d.filings.length}` },
              { value: 'meetings', label: t('desk.tab.meetings') },
            ]} />
            <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={d.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
          </div>
          {tab === 'filing' ? <FilingList d={d} />
            : d.power === null ? <div className="card"><Empty title={t('desk.no_power')} /></div>
            : tab === 'meetings' ? <MeetingList organisationId={d.organisation_id} /> : <AwaitingList d={d} />}
        </>
      )}
    </>
  )
}
