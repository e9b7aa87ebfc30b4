"""One decree for one or many people: drafted, signed in order, and then in force for each of them by themselves."""
