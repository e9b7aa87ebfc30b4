"""What can be asked: tables made from the ledger, in order, that can be dropped and made again at any time."""
