//! `tactful-bench`: measures, and prints the tables.

use std::process::ExitCode;

use tactful_bench::loaders::{self, LOADERS, Loader};
use tactful_bench::measure::{self, Selection};
use tactful_bench::store::Store;
use tactful_bench::{Result, SIZES, Scenario, generate, report};

const USAGE: &str = "\
usage: tactful-bench COMMAND [--loader NAME].. [--k 10|100|500]..

  instructions  callgrind instructions of the first and the second load
  allocations   how often a load asks for memory
  cold          instructions of a whole process that loads once, and its time
  compile       CPU seconds of a build after a one-field edit (K = 500 unless told)
  size          bytes of the stripped release program (K = 500 unless told)
  all           all of these; writes RESULTS.md
  tables        the tables of what was measured so far
  results       writes them to RESULTS.md
  hot           the functions in which a load spends most (wants --loader and --k)

NAME is a loader or a row of the tables.";

struct Arguments {
    command: String,
    selection: Selection,
    sizes_given: bool,
}

fn main() -> ExitCode {
    match arguments(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut words: impl Iterator<Item = String>) -> Result<Arguments> {
    let command = words.next().ok_or(USAGE)?;
    let (mut chosen, mut sizes) = (Vec::new(), Vec::new());
    while let Some(option) = words.next() {
        let value = words.next().ok_or(USAGE)?;
        match option.as_str() {
            "--loader" => chosen.extend(by_name(&value)?),
            "--k" => sizes.push(value.parse().ok().filter(|size| SIZES.contains(size)).ok_or(USAGE)?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    if chosen.is_empty() {
        chosen = LOADERS.iter().collect();
    }
    let sizes_given = !sizes.is_empty();
    if !sizes_given {
        sizes = SIZES.to_vec();
    }
    Ok(Arguments { command, selection: Selection { loaders: chosen, sizes }, sizes_given })
}

fn by_name(name: &str) -> Result<Vec<&'static Loader>> {
    let found: Vec<_> = match loaders::find(name) {
        Some(loader) => vec![loader],
        None => loaders::of_group(name).collect(),
    };
    if found.is_empty() {
        let names: Vec<_> = LOADERS.iter().map(|loader| loader.name).collect();
        return Err(format!("no loader {name}; there are {}", names.join(", ")));
    }
    Ok(found)
}

fn run(Arguments { command, selection, sizes_given }: Arguments) -> Result<()> {
    // What a struct weighs for the compiler shows at the largest size alone.
    let largest = if sizes_given { selection.clone() } else { Selection { sizes: vec![500], ..selection.clone() } };
    let mut store = Store::load();
    if command != "tables" {
        generate::all()?;
    }
    match command.as_str() {
        "instructions" => measure::instructions(&selection, &mut store)?,
        "allocations" => measure::allocations(&selection, &mut store)?,
        "cold" => measure::cold(&selection, &mut store)?,
        "compile" => measure::compile(&largest, &mut store)?,
        "size" => measure::size(&largest, &mut store)?,
        "all" => {
            measure::instructions(&selection, &mut store)?;
            measure::allocations(&selection, &mut store)?;
            measure::cold(&selection, &mut store)?;
            measure::size(&largest, &mut store)?;
            measure::compile(&largest, &mut store)?;
            report::write(&store)?;
        }
        "results" => report::write(&store)?,
        "tables" => {}
        "hot" => return hot(&selection),
        _ => return Err(USAGE.to_owned()),
    }
    generate::keep_lock()?;
    print!("{}", report::tables(&store));
    Ok(())
}

fn hot(selection: &Selection) -> Result<()> {
    for loader in &selection.loaders {
        for fields in &selection.sizes {
            for scenario in loader.scenarios {
                print_hot(loader, *fields, *scenario)?;
            }
        }
    }
    Ok(())
}

fn print_hot(loader: &Loader, fields: usize, scenario: Scenario) -> Result<()> {
    const SHOWN: usize = 25;
    let functions = measure::hot_functions(loader, fields, scenario)?;
    let total: u64 = functions.iter().map(|(_, cost)| cost).sum();
    println!("{}, K = {fields}, {scenario:?}: {total} instructions", loader.name);
    for (name, cost) in functions.iter().take(SHOWN) {
        println!("{cost:>10} {:>5.1}%  {name}", *cost as f64 * 100.0 / total as f64);
    }
    Ok(())
}
