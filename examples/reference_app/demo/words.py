"""The words of which the demonstration is made."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEN: Final = _words(
    "Alain André Antoine Arnaud Benoît Bernard Bruno Cédric Christophe Clément Damien Daniel David Didier "
    "Émile Éric Étienne Fabien Florian François Frédéric Gaël Georges Gérard Gilles Grégory Guillaume Hervé "
    "Hugo Jacques Jean-Luc Jean-Marc Jérôme Joël Julien Karim Kévin Laurent Loïc Luc Marc Mathieu Mehdi Michel "
    "Nicolas Olivier Pascal Patrice Philippe Pierre Quentin Raphaël Rémi René Romain Sébastien Serge Stéphane "
    "Sylvain Thibault Thierry Théo Tristan Vincent Xavier Yann Yves"
)
WOMEN: Final = _words(
    "Adèle Agnès Amélie Anaïs Anne Anne-Marie Aurélie Béatrice Brigitte Camille Caroline Catherine Cécile "
    "Céline Chantal Chloé Christine Claire Corinne Delphine Élise Élodie Émilie Estelle Fatima Florence "
    "Françoise Gaëlle Geneviève Hélène Inès Isabelle Jeanne Joséphine Julie Karine Laëtitia Laurence Léa "
    "Lucie Maëlle Marie Marie-Hélène Marion Martine Mélanie Monique Myriam Nadia Nathalie Noémie Océane "
    "Pauline Raphaëlle Sabrina Sandrine Sarah Solène Sophie Stéphanie Sylvie Thérèse Valérie Véronique Zoé"
)
NAMES: Final = (
    *_words(
        "Abgrall André Aubert Bailly Barbier Baron Barthélémy Baudry Béguin Benoît Bernard Berthelot "
        "Besnard Bidault Blanchard Boissière Bonnet Bouchard Boulanger Bourdon Bouvier Brossard Brunet "
        "Cadiou Carpentier Chauvin Chevallier Collet Colin Cornec Coste Coutant Cœurdacier Daniélou "
        "Delattre Delorme Deschamps Dubreuil Dufour Dumoulin Dupré Estève Évrard Fabre Faure Favre "
        "Fontaine Fournier Gaillard Garnier Gauthier Giraud Gosselin Goujon Granger Guégan Guéguen Guérin "
        "Guichard Guillou Hamon Hélias Hénaff Hubert Jacquet Jacob Jaouen Joubert Kerbrat Kervella "
        "Lacroix Lagarde Lambert Langlois Laporte Lebreton Leclercq Lefèvre Legrand Lemaître Leroux "
        "Maillard Marchand Maréchal Marteau Masson Maurel Mazéas Meunier Michaud Millet Monnier Morel "
        "Moulin Mounier Nédélec Nguyen Noël Olivier Orain Pagès Paillard Pelletier Perrin Petitjean "
        "Peyron Picard Pichon Plessis Poirier Poulain Prévost Quéméneur Quéré Raoul Régnier Renault "
        "Ribeiro Riou Rivière Robin Rolland Rousseau Roux Salaün Sauvage Schmitt Seznec Simon Tanguy "
        "Tessier Thévenet Thibaud Thomas Toullec Vallée Vasseur Verdier Vidal Vincent Voisin Weber"
    ),
    "Da Silva",
    "De La Fontaine",
    "Le Bihan",
    "Le Corre",
    "Le Dû",
    "Le Goff",
    "L’Hostis",
    "N’Diaye",
    "Ben Amar",
)
STREETS: Final = (
    "rue de la République",
    "rue des Écoles",
    "place de l’Église",
    "rue Victor-Hugo",
    "avenue de la Gare",
    "rue du Moulin",
    "impasse des Lilas",
    "rue Jean-Jaurès",
    "chemin des Vignes",
    "allée des Tilleuls",
    "rue du Général-Leclerc",
    "boulevard de l’Europe",
    "rue Pasteur",
    "route de la Forêt",
    "rue du Lavoir",
    "quai des Célestins",
    "rue Émile-Zola",
    "place du Marché",
)
FINISTERE: Final = (
    ("29000", "Quimper"),
    ("29100", "Douarnenez"),
    ("29120", "Pont-l’Abbé"),
    ("29140", "Rosporden"),
    ("29170", "Fouesnant"),
    ("29200", "Brest"),
    ("29300", "Quimperlé"),
    ("29500", "Ergué-Gabéric"),
    ("29510", "Briec"),
    ("29600", "Morlaix"),
    ("29730", "Guilvinec"),
    ("29900", "Concarneau"),
    ("56100", "Lorient"),
)
RHONE: Final = (
    ("01120", "Montluel"),
    ("01600", "Trévoux"),
    ("38200", "Vienne"),
    ("42000", "Saint-Étienne"),
    ("69001", "Lyon"),
    ("69003", "Lyon"),
    ("69007", "Lyon"),
    ("69100", "Villeurbanne"),
    ("69110", "Sainte-Foy-lès-Lyon"),
    ("69130", "Écully"),
    ("69300", "Caluire-et-Cuire"),
    ("69400", "Villefranche-sur-Saône"),
    ("69600", "Oullins-Pierre-Bénite"),
)
TRADES: Final = (
    "Boulangerie {name}",
    "Garage {name}",
    "Menuiserie {name} et Fils",
    "Plomberie {name}",
    "Électricité générale {name}",
    "Maçonnerie {name}",
    "Transports {name}",
    "Pharmacie {name}",
    "Cabinet dentaire {name}",
    "Ambulances {name}",
    "Couverture {name}",
    "Paysages {name}",
    "Optique {name}",
    "Imprimerie {name}",
    "Traiteur {name}",
    "EARL {name}",
    "SCI {name}",
    "Hôtel-restaurant {name}",
)
FANCIES: Final = (
    "L’Atelier du Vélo",
    "Au Bon Coin",
    "Les Jardins d’Élodie",
    "Brasserie des Quais",
    "La Cave à Vins",
    "Institut Belle Île",
    "Crèche Les P’tits Loups",
    "Librairie du Canal",
    "Camping de l’Étang",
    "Fromagerie des Monts",
    "Salon Ciseaux & Co",
    "Clinique vétérinaire du Parc",
)
