/* What ends or moves a dossier, and the slip for its person: the menu; its dialogs load when they are asked for. */
import { lazy, Suspense, useState } from 'react'
import type { CaseDetail } from '../api'
import { t, tr } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'
import { Menu } from '../platform/Menu'

const CaseDialog = lazy(() => import('./CaseDialogs'))

export default function CaseActions({ c, done }: { c: CaseDetail; done: () => Promise<unknown> }) {
  const [dialog, setDialog] = useState<string | null>(null)
  const exits = c.exits.filter((e) => e.may_record)
  return (
    <PermissionGate perm="case_read">
      {c.state === 'open' && (
        <Menu text={t('case.more')} actions={[{ key: 'slip', label: t('slip.menu'), run: () => setDialog('slip') }, { key: 'transfer', label: t('case.transfer'), run: () => setDialog('transfer') }, ...exits.map((e) => ({ key: e.code, label: tr(e.title), run: () => setDialog(e.code) }))]} />
      )}
      {dialog && <Suspense><CaseDialog dialog={dialog} c={c} done={done} close={() => setDialog(null)} /></Suspense>}
    </PermissionGate>
  )
}
