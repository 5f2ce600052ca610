"""Every act that may stand in the trail, with the sentence a reader sees. No other word can be recorded."""

ACTS = {
    # the door
    "signin.done": "Loggede ind",
    "signin.ended": "Loggede ud",
    "route.refused": "Blev afvist på en side",
    # the installation
    "demo.loaded": "Opdigtet øvelsesuge indlæst",
    # the vault
    "key.destroyed": "Nøgle destrueret",
    "team_key.made": "Ny version af teamets nøgle",
    "team_key.removed": "Ældre version af teamets nøgle fjernet",
    "value.tampered": "Forseglet værdi ville ikke åbne: den kan være ændret eller flyttet",
    # staff
    "role.given": "Fik en rolle",
    "role.ended": "Rolle ophørt",
    "duty.given": "Fik vagt for en region",
    "duty.ended": "Vagt for en region ophørt",
    # inquiries
    "draft.forked": "Kladde delt i to, fordi den var åben to steder",
    "draft.discarded": "Kladde slettet",
    "inquiry.filed": "Henvendelse gemt",
    "inquiry.opened": "Henvendelse åbnet",
    "inquiry.refused": "Henvendelse ikke vist",
    "inquiry.note_added": "Notat tilføjet",
    "inquiry.note_corrected": "Rettelse tilføjet",
    "inquiry.handed_over": "Henvendelse givet videre",
    "inquiry.taken": "Henvendelse overtaget",
    "inquiry.closed": "Henvendelse afsluttet",
    "inquiry.reopened": "Henvendelse genåbnet",
    "task.set": "Handling sat",
    "task.done": "Handling udført",
    "callback.agreed": "Opringning aftalt",
    "callback.confirmed": "Sikker kontakt bekræftet",
    "callback.number_shown": "Nummer vist",
    "callback.overridden": "Ringede op trods udløbet aftale: akut fare",
    "callback.attempted": "Forsøgte at ringe op",
    "callback.ended": "Opringning afsluttet og nummer slettet",
    "notification.answered": "Spørgsmål om underretning besvaret",
    "emergency.written": "Nødnotat skrevet",
    "emergency.opened": "Nødnotat åbnet",
    "emergency.reviewed": "Nødnotat gennemset",
    "emergency.expired": "Nødnotat udløbet og slettet",
    # directory
    "directory.revised": "Katalog ændret",
    "directory.ended": "Post i kataloget ophørt",
    "directory.added": "Post føjet til kataloget",
    "directory.checked": "Post i kataloget kontrolleret",
    "directory.loaded": "Katalog indlæst fra projektets filer",
}
