"""Writes the stock lists of the demonstration's companies: brocante/demo/data/stocklists.

Run from the project's folder, with its environment: `python -m tools.demo_stock`. The same goods
come out each time. What a stock list cannot say (weights, smallest quantities, attested prices,
descriptions) goes into additions.csv, which the demonstration adds as a company does on its phone.
"""
