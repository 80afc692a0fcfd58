/* A school's own Word templates: fetch one, change it in Word, bring it back; what is wrong is told place by place. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import type { DocumentTemplate } from '../api'
import { lang, t, tr } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { ApiError, errorText } from '../platform/http'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { ProgressBar } from '../platform/UploadList'
import '../platform/lists.css'
import { endTemplate, fetchTemplate, putTemplate, templates } from './api'
import './documents.css'

const faultWords = (e: unknown): string[] => (e instanceof ApiError && e.fields.length > 0 ? e.fields.map((f) => String((f.params as { zh?: string; en?: string } | undefined)?.[lang() === 'en' ? 'en' : 'zh'] ?? f.code)) : [errorText(e)])

function Row({ x, edit, done }: { x: DocumentTemplate; edit: boolean; done: () => Promise<unknown> }) {
  const { message } = App.useApp()
  const ask = useConfirm()
  const input = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number | null>(null)
  const [faults, setFaults] = useState<string[]>([])
  const fetchIt = async (): Promise<void> => {
    try {
      await fetchTemplate(x.code)
    } catch (e) {
      setFaults([errorText(e)])
    }
  }
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setShare(0)
    setFaults([])
    try {
      await putTemplate(x.code, file, setShare)
      void message.success(t('documents.template_taken', { name: tr(x.name) }))
      await done()
    } catch (e) {
      setFaults(faultWords(e))
    } finally {
      setShare(null)
      if (input.current) input.current.value = ''
    }
  }
  const back = (): void => ask({ title: t('documents.template_back_title', { name: tr(x.name) }), text: t('documents.template_back_text'), ok: t('documents.template_back'), run: async () => { await endTemplate(x.code); await done() } })
  return (
    <tr>
      <td>
        {tr(x.name)}<div className="small muted">{tr(x.step_title)}</div>
        {faults.length > 0 && <Note kind="bad">{t('documents.template_refused')}<ul className="fault-list">{faults.map((f) => <li key={f}>{f}</li>)}</ul></Note>}
      </td>
      <td data-label={t('documents.template_state')}>{x.own ? <span>{x.file_name ?? t('documents.template_own')}<span className="meta small"> {day(x.added_on)} {x.added_by_name}</span></span> : <span className="muted">{t('documents.template_ours')}</span>}</td>
      <td>
        <span className="row" style={{ gap: 12 }}>
          <button type="button" className="linklike" aria-label={t('documents.template_fetch_of', { name: tr(x.name) })} onClick={() => void fetchIt()}>{t('documents.template_fetch')}</button>
          {edit && share === null && <label className="linklike file-pick">{t('documents.template_put')}<input ref={input} type="file" accept=".docx" className="visually-hidden" aria-label={t('documents.template_put_of', { name: tr(x.name) })} onChange={(e) => void send(e.target.files?.[0])} /></label>}
          {edit && x.own && <button type="button" className="linklike" onClick={back}>{t('documents.template_back')}</button>}
          {share !== null && <ProgressBar share={share} label={t('documents.sending')} />}
        </span>
      </td>
    </tr>
  )
}

export default function Templates() {
  const client = useQueryClient()
  const q = useQuery({ queryKey: ['document-templates'], queryFn: templates })
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (!q.data) return <div className="card"><Loading lines={8} /></div>
  const d = q.data
  return (
    <>
      <PageHeader title={t('documents.templates')} sub={t('documents.templates_sub')} back={{ to: '/documents', text: t('nav.documents') }} />
      <section className="list-box" aria-label={t('documents.templates')}>
        <table className="grid documents stack-phone">
          <caption className="visually-hidden">{t('documents.templates')}</caption>
          <thead><tr><th scope="col">{t('documents.paper')}</th><th scope="col">{t('documents.template_state')}</th><th scope="col">{t('documents.template_do')}</th></tr></thead>
          <tbody>{d.items.map((x) => <Row key={x.code} x={x} edit={d.may_edit} done={() => client.invalidateQueries({ queryKey: ['document-templates'] })} />)}</tbody>
        </table>
      </section>
      <section className="card" style={{ marginTop: 16 }} aria-label={t('documents.keys')}>
        <h2>{t('documents.keys')}</h2>
        <p className="muted small">{t('documents.keys_text')}</p>
        <ul className="key-list">{d.keys.map((k) => <li key={k}><code>{`{${k}}`}</code></li>)}</ul>
        <p className="muted small" style={{ marginTop: 12 }}>{t('documents.lists_text')}</p>
        <ul className="fault-list small">{d.lists.map((l) => <li key={l}>{l}</li>)}</ul>
      </section>
    </>
  )
}
