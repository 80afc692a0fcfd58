/* The file of one person: what the steps need, what is there, scans and supplements; printed it is the list of the archive. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import type { CasePapers, Paper, PaperNeed } from '../api'
import { caseDetail } from '../development/api'
import { t, tr } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { ApiError, errorText, faultText } from '../platform/http'
import { Menu } from '../platform/Menu'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { StateTag } from '../platform/StageTag'
import { ProgressBar } from '../platform/UploadList'
import { useSession } from '../platform/session'
import { addPapers, casePapers, checkPapers, confirmPaper, putScan, scanUrl, withdrawPaper } from './api'
import '../platform/lists.css'
import './papers.css'
import PaperDialog, { type Asking } from './PaperDialogs'

const KINDS = '.pdf,.jpg,.jpeg,.png'

function Scan({ p, keep, done }: { p: Paper; keep: boolean; done: () => Promise<unknown> }) {
  const input = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number | null>(null)
  const [fault, setFault] = useState('')
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setShare(0)
    setFault('')
    try {
      await putScan(p.id, file, setShare)
      await done()
    } catch (e) {
      setFault(e instanceof ApiError && e.fields[0] ? faultText(e.fields[0]) : errorText(e))
    } finally {
      setShare(null)
      if (input.current) input.current.value = ''
    }
  }
  if (share !== null) return <ProgressBar share={share} label={t('papers.sending')} />
  return (
    <span className="row no-print" style={{ gap: 8 }}>
      {p.file_kind && <a href={scanUrl(p.id)} target="_blank" rel="noreferrer">{t('papers.scan_open', { kind: p.file_kind.toUpperCase() })}</a>}
      {keep && !p.withdrawn_reason && (
        <label className="linklike file-pick">{t(p.file_kind ? 'papers.scan_again' : 'papers.scan_put')}<input ref={input} type="file" accept={KINDS} className="visually-hidden" onChange={(e) => void send(e.target.files?.[0])} /></label>
      )}
      {fault && <span className="small bad-text" role="alert">{fault}</span>}
    </span>
  )
}

function PaperLine({ p, place, keep, done }: { p: Paper; place: string | null; keep: boolean; done: () => Promise<unknown> }) {
  const ask = useConfirm()
  const session = useSession()
  const confirm = (): void => ask({ title: t('papers.confirm_title'), text: t('papers.confirm_text', { reason: p.supplement_reason ?? '' }), ok: t('papers.confirm'), done: t('papers.confirmed'), run: async () => { await confirmPaper(p.id); await done() } })
  const withdraw = (): void => ask({ title: t('papers.withdraw_title'), text: t('papers.withdraw_text'), danger: true, ok: t('papers.withdraw'), reason: t('action.reason'), run: async (reason) => { await withdrawPaper(p.id, reason); await done() } })
  const told = [p.is_copy ? t('papers.copy') : t('papers.original'), p.pages > 0 && t('papers.pages_n', { n: p.pages }), p.place ?? place].filter(Boolean).join(' · ')
  return (
    <div id={`paper-${p.id}`} className={p.withdrawn_reason ? 'paper-line no-print' : 'paper-line'}>
      {p.withdrawn_reason ? <span className="muted"><s>{told}</s> {t('papers.withdrawn', { reason: p.withdrawn_reason })}</span> : (
        <>
          <span>{told}</span>
          {p.supplement_reason && <span className="small">{t('papers.is_supplement', { day: day(p.added_on), reason: p.supplement_reason })}</span>}
          {p.supplement_reason && !p.counts && <StateTag kind="warn">{t('papers.awaits', { n: 2 - p.confirmed_n })}</StateTag>}
          <Scan p={p} keep={keep} done={done} />
          {p.may_confirm && session.person_id !== null && <Button size="small" className="no-print" onClick={confirm}>{t('papers.confirm')}</Button>}
          {keep && <button type="button" className="linklike small no-print" onClick={withdraw}>{t('papers.withdraw')}</button>}
        </>
      )}
    </div>
  )
}

function Need({ n, number, keep, put, ask, done }: { n: PaperNeed; number: number; keep: boolean; put: (n: PaperNeed) => void; ask: (a: Asking) => void; done: () => Promise<unknown> }) {
  return (
    <tr>
      <td className="num">{number}</td>
      <td><b>{tr(n.name)}</b>{n.papers.map((p) => <PaperLine key={p.id} p={p} place={n.place} keep={keep} done={done} />)}</td>
      <td className="nowrap num off-phone">{n.happened_on}</td>
      <td className="nowrap">{n.there ? <StateTag kind="good">{t('papers.there')}</StateTag> : <StateTag kind="warn">{t('papers.missing')}</StateTag>}</td>
      {keep && (
        <td className="no-print"><span className="row" style={{ gap: 6 }}>
          {!n.there && <Button size="small" onClick={() => put(n)}>{t('papers.put')}</Button>}
          <Menu text={t('papers.more')} label={t('papers.more_of', { name: tr(n.name) })} actions={[{ key: 'add', label: t('papers.add'), run: () => ask({ kind: 'add', need: n }) }, { key: 'supplement', label: t('papers.supplement'), run: () => ask({ kind: 'supplement', need: n }) }]} />
        </span></td>
      )}
    </tr>
  )
}

/* The papers of one record of a step. */
function Group({ items, from, keep, put, ask, done }: { items: PaperNeed[]; from: number; keep: boolean; put: (n: PaperNeed[]) => void; ask: (a: Asking) => void; done: () => Promise<unknown> }) {
  const missing = items.filter((n) => !n.there)
  return (
    <tbody>
      <tr className="group-row"><td colSpan={keep ? 5 : 4}>
        <span className="row" style={{ gap: 10 }}>{tr(items[0]!.step_title)} <span className="muted small num">{items[0]!.happened_on}</span>
          {keep && missing.length > 1 && <Button size="small" className="no-print" onClick={() => put(missing)}>{t('papers.put_all', { n: missing.length })}</Button>}</span>
      </td></tr>
      {items.map((n, i) => <Need key={n.record_id + n.code} n={n} number={from + i} keep={keep} put={(x) => put([x])} ask={ask} done={done} />)}
    </tbody>
  )
}

function groupsOf(d: CasePapers): PaperNeed[][] {
  const groups: PaperNeed[][] = []
  for (const n of d.items) {
    const last = groups.at(-1)
    if (last && last[0]!.record_id === n.record_id) last.push(n)
    else groups.push([n])
  }
  return groups
}

export default function CasePapersPage() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const session = useSession()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<Asking | null>(null)
  const q = useQuery({ queryKey: ['papers', id], queryFn: () => casePapers(id) })
  const c = useQuery({ queryKey: ['case', id], queryFn: () => caseDetail(id) })
  const ready = q.data !== undefined
  useEffect(() => {
    if (ready && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'center' })
  }, [ready])
  if (q.isError || c.isError) return <Failure error={q.error ?? c.error} retry={() => { void q.refetch(); void c.refetch() }} />
  if (!q.data || !c.data) return <div className="card"><Loading lines={8} /></div>
  const d = q.data
  const done = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['papers'] })
    void client.invalidateQueries({ queryKey: ['dossier'] })
    void client.invalidateQueries({ queryKey: ['case', id, 'dossier'] })
  }
  const put = async (needs: PaperNeed[]): Promise<void> => {
    try {
      await addPapers(id, { record_id: needs[0]!.record_id, codes: needs.map((n) => n.code) })
      await done()
    } catch (e) {
      void message.error(errorText(e))
    }
  }
  const check = async (): Promise<void> => {
    try {
      await checkPapers([id])
      void message.success(t('papers.checked_done'))
      await done()
    } catch (e) {
      void message.error(errorText(e))
    }
  }
  let number = 1
  return (
    <>
      <div className="no-print">
        <PageHeader title={t('papers.title', { name: c.data.person.name })} sub={c.data.branch.name} back={{ to: `/cases/${id}`, text: t('papers.to_case') }} actions={<>
          {d.may_keep && <Button onClick={() => void check()}>{t('papers.check')}</Button>}
          <Button type="primary" onClick={() => print()}>{t('papers.print')}</Button>
        </>} />
        <Note kind={d.missing_n > 0 ? 'warn' : 'good'}>
          {d.needed_n === 0 ? t('papers.none_needed') : d.missing_n > 0 ? t('papers.missing_n', { n: d.missing_n, of: d.needed_n }) : t('papers.complete', { n: d.needed_n })}
          {d.check && <div className="small">{t('papers.checked', { day: day(d.check.checked_on), who: d.check.checked_by_name ?? '', n: d.check.missing_n })}</div>}
        </Note>
      </div>
      {d.items.length === 0 ? <div className="card"><Empty title={t('papers.empty')}>{t('papers.empty_text')}</Empty></div> : (
        <section className="card long">
          <div className="sheet-head only-print"><h2>{t('papers.sheet', { name: c.data.person.name })}</h2><div>{c.data.branch.name} · {day(session.today)}</div></div>
          <table className="grid plain ruled papers">
            <caption className="visually-hidden">{t('papers.sheet', { name: c.data.person.name })}</caption>
            <thead><tr><th scope="col">{t('table.number')}</th><th scope="col">{t('papers.name')}</th><th scope="col" className="off-phone">{t('papers.on')}</th><th scope="col">{t('case.state')}</th>{d.may_keep && <th scope="col" className="no-print">{t('papers.do')}</th>}</tr></thead>
            {groupsOf(d).map((items) => {
              const from = number
              number += items.length
              return <Group key={items[0]!.record_id} items={items} from={from} keep={d.may_keep} put={(n) => void put(n)} ask={setAsking} done={done} />
            })}
          </table>
          <p className="only-print sign-line">{t('papers.sign')}</p>
        </section>
      )}
      {asking && <PaperDialog asking={asking} caseId={id} close={() => setAsking(null)} done={done} />}
    </>
  )
}
