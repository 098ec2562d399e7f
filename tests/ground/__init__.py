"""The ground: days, months, the days of Paris, tables of law, French typography, the strategies."""
