"""Article 6.6: the words that name a box, an office or a job, and so nobody in particular.

Chosen by the publisher from the shared addresses of French brokerages and the usual ones in English (among them those
of RFC 2142: postmaster, webmaster, abuse, info, sales, support, billing). No figure of law stands here.
"""

from __future__ import annotations

from typing import Final

_NEVER_A_NAME: Final = """
abonnement accounting accounts accueil adherent adherents adherer admin administrateur administrateurs administratif
administration administrator administrators admins agence agences agency anonyme apprenti assistance assistant
assistante assurance assurances attestation attestations backoffice boite cabinet candidature candidatures carrieres
client clientele clients collaborateur collaborateurs collectif commercial commerciale commerciaux commun communication
compta comptabilite comptable comptables compte comptes conformite conseillers contact contacts contentieux copieur
courriel courtage cv developpement directeur direction directrice donotreply dpo drh emploi enquiries enquiry
entreprise equipe equipes essai everyone exemple facturation facture factures fax finance finances fournisseur
fournisseurs generique gerance gestion gestionnaire gestionnaires hello helpdesk hostmaster hotline hr imprimante
indemnisation info information informations informatique infos interim invite juridique livraison location mail mailing
maintenance management manager managers marketing mutuelle nepasrepondre newsletter noreply notification notifications
office operations orders partage partenaire partenaires partenariat personnel postmaster prestataire prevoyance
production professionnels prospect prospection qualite reception reclamation reclamations recouvrement recrutement
reglement relance remplacant renseignement renseignements reservation rgpd rh sav scan scanner secretaire secretariat
secretary security shared siege sinistre sinistres societe souscription stagiaire stagiaires standard standardiste
succursale support syndic system systeme team technique testeur tresorerie undefined usager user username users
utilisateur utilisateurs vendeur vente ventes visiteur webmaster
"""
NEVER_A_NAME: Final = frozenset(_NEVER_A_NAME.split())
"""Nobody is called so: refused in a name and in an address."""

_ALSO_A_NAME: Final = """
abuse aide all billing bonjour bureau caisse conseil conseiller conseils courrier courtier courtiers demo dev devis
expert experts guest it job jobs mailer post poste press presse root sales sante service services si staff tech temp
test tests web welcome
"""
ALSO_A_NAME: Final = frozenset(_ALSO_A_NAME.split())
"""Surnames of real people besides (Jean Bureau, Robert Service, Edgar Bonjour, Henry Expert, Joe Root, Zack Test,
Norman Mailer): admitted where the person bears them."""

ALSO_GIVEN: Final = frozenset(["aide", "dev", "it", "sante", "si", "welcome"])
"""Those of them that are given names too: Aidé, Dev, Sante, Si, Welcome."""

_NOT_REAL: Final = """
aaa abc abcd asdf azer azerty bidon bidule blabla dummy fake foobar inconnu inconnue machin qsdf qwerty trucmuche xxx
xyz zzz
"""
NOT_REAL: Final = frozenset(_NOT_REAL.split())
"""What is typed to fill a field in."""

FILLERS: Final = frozenset(["nom", "prenom", "tata", "titi", "toto", "tutu"])
"""What is typed to fill a form in, and yet borne (Desmond Tutu, Toto Wolff): nobody bears two of them."""

_LINKS: Final = "a al au aux d de des du en et l la le les of pour sur the n no numero"
LINKS: Final = frozenset(_LINKS.split())
"""Words that join others, and say nothing of who it is."""

PERSONS_JOINED: Final = ("&", "/", "+", " et ", " and ", ";", ",")
"""What joins two persons in one name."""

LONE_LETTER_NAMES: Final = frozenset("eiouy")
"""A syllable has a vowel: names of one letter (O, E, U, Y in Korea, China and Burma) are vowels, never a consonant,
which is an initial."""

SURE_STARTS: Final = (
    "accueil",
    "agence",
    "assurance",
    "cabinet",
    "client",
    "commercial",
    "compta",
    "contact",
    "courtage",
    "direction",
    "facturation",
    "gestion",
    "noreply",
    "recrutement",
    "secretariat",
    "service",
    "sinistre",
    "souscription",
    "standard",
    "support",
)
"""Run together with another word (``agenceaix``) they still tell a shared box: no name begins with one of them."""
