"""The jobs: closing months, complements, invoices, dunning. Each fetches facts, asks the library, keeps the answer."""
