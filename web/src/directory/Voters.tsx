/* Who is due at a branch's meeting on a day, who has a vote, who has none and why; to be printed and signed. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import type { Voters as Roll } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { DayInput } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { voters } from './api'
import { ScopeFilter, useScope } from './scope'

function Counts({ c }: { c: Roll['counts'] }) {
  return (
    <div className="tiles">
      {(['members', 'entitled', 'without_vote', 'present_needed', 'yes_needed'] as const).map((k) => (
        <div className="tile" key={k}><span>{tc('voters', k)}</span><b>{c[k]}</b><small>{t('voters.unit')}</small></div>
      ))}
    </div>
  )
}

function Sheet({ roll, branch }: { roll: Roll; branch: string }) {
  /* Those with a vote first: their number is the one that counts. */
  const rows = [...roll.items.filter((v) => v.entitled), ...roll.items.filter((v) => !v.entitled)]
  return (
    <section className="card long">
      <div className="sheet-head"><h2>{t('voters.sheet', { branch })}</h2><div className="muted">{t('voters.on', { day: day(roll.on) })}</div></div>
      <table className="grid plain ruled">
        <caption className="visually-hidden">{t('voters.sheet', { branch })}</caption>
        <thead><tr><th scope="col" style={{ width: 52 }}>{t('table.number')}</th><th scope="col">{t('field.name')}</th><th scope="col">{t('voters.vote')}</th><th scope="col" style={{ width: '30%' }}>{t('voters.sign')}</th></tr></thead>
        <tbody>
          {rows.map((v, i) => (
            <tr key={v.person_id}>
              <td className="num">{i + 1}</td>
              <td className="nowrap"><Link to={`/people/${v.person_id}`}>{v.name}</Link></td>
              <td>{v.entitled ? <StateTag kind="good">{t('voters.has')}</StateTag> : <><StateTag kind="quiet">{t('voters.has_not')}</StateTag> <span className="muted small">{tc('no_vote', v.reason)}</span></>}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sheet-foot">{t('voters.foot', { entitled: roll.counts.entitled, present: roll.counts.present_needed, yes: roll.counts.yes_needed })}</p>
    </section>
  )
}

export default function Voters() {
  const session = useSession()
  const scope = useScope()
  const on = scope.f.on ?? session.today
  const q = useQuery({ queryKey: ['voters', scope.branch, on], queryFn: () => voters({ organisation_id: scope.branch, on }), enabled: !!scope.branch && on !== '' })
  return (
    <>
      <PageHeader title={t('places.voters')} sub={t('voters.sub')} back={scope.back} actions={q.data && q.data.items.length > 0 && <Button type="primary" onClick={() => window.print()}>{t('action.print')}</Button>} />
      <div className="filters no-print">
        <ScopeFilter scope={scope} branchesOnly />
        <span className="row"><label htmlFor="voters-on">{t('voters.day')}</label><DayInput id="voters-on" style={{ width: 150 }} max={session.today} value={on} onChange={(v) => scope.set({ on: v === session.today ? '' : v })} /></span>
      </div>
      {!scope.branch && <div className="card"><Empty title={t('voters.choose')}>{t('voters.choose_text')}</Empty></div>}
      {scope.branch && q.isPending && <div className="card"><Loading lines={6} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && q.data.items.length === 0 && <div className="card"><Empty title={t('voters.nobody')}>{t('voters.nobody_text')}</Empty></div>}
      {q.data && q.data.items.length > 0 && (
        <>
          <Counts c={q.data.counts} />
          <Note kind="info">{t('voters.note')}</Note>
          <Sheet roll={q.data} branch={scope.name ?? ''} />
        </>
      )}
    </>
  )
}
