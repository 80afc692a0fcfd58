import access from './access'
import development from './development'
import directory from './directory'
import intake from './intake'
import places from './places'
import platform from './platform'

export default { ...platform, ...access, ...directory, ...intake, ...places, ...development }
