using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.Mail.Pacing;
using Preau.Nations;
using Preau.Tests.Storage;

namespace Preau.Tests.Texting;

/// <summary>How it is asked what people have had: whoever asks is told the same, and it is read off each person's own rows.</summary>
public sealed class PressureAskedTests(PressureAskedTests.WatchedApp app) : IClassFixture<PressureAskedTests.WatchedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_tells_of_gifts_counts_whoever_asks_and_answers_do_not()
    {
        await using var nation = await app.NewNation();
        await Limit(nation);
        var (pressed, inHand, answered) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        await Deliver(nation, pressed.Id, DeliveryState.Sent);
        await Deliver(nation, inHand.Id, DeliveryState.Leased);
        await Deliver(nation, answered.Id, DeliveryState.Sent, isAnswer: true);
        foreach (var hidesGifts in new[] { false, true })
        {
            var services = nation.Services;
            services.GetRequiredService<Actor>().IsAccount(1, onlyAssigned: false, hidesGifts);
            var pressure = services.GetRequiredService<ContactPressure>();

            Assert.Equal((true, true, false), (await pressure.IsOver(pressed.Id, Ct), await pressure.IsOver(inHand.Id, Ct), await pressure.IsOver(answered.Id, Ct)));
        }
    }

    [Fact]
    public async Task Each_question_about_people_goes_by_an_index_to_each_of_them()
    {
        Assert.SkipWhen(TestStores.Dialect != Dialect.Sqlite, Plan.SqliteAlone);
        await using var nation = await app.NewNation();
        await Limit(nation);
        var person = await nation.Seeds.Person();
        var pressure = nation.Services.GetRequiredService<ContactPressure>();
        app.Plans.Clear();

        await pressure.IsOver(person.Id, Ct);

        foreach (var table in new[] { "mail_delivery", "text_message", "contact_log" })
        {
            var plans = app.Plans.Where(p => p.Statement.Split("FROM ", 2)[^1].StartsWith($"\"{table}\"", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(plans);
            Assert.All(plans, p => Assert.True(p.Steps.Any(s => s.Contains($"{table}_by_person (nation_id=? AND person_id=?", StringComparison.Ordinal)), p.Statement + "\n" + string.Join('\n', p.Steps)));
        }
    }

    private static Task Limit(TestNation nation) => nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new PaceSettings { MostMessages = 1, CountsPeople = true }, Ct));

    private Task Deliver(TestNation nation, long person, DeliveryState state, bool isAnswer = false) => nation.Do(async (_, db) =>
    {
        var now = app.Clock.GetUtcNow();
        var blast = new Blast { Subject = "Merci", Language = "fr", IsAnswer = isAnswer, TellsOfGifts = true, State = BlastState.Sending, Month = Months.Of(now), FrozenAt = now, CreatedAt = now, ChangedAt = now };
        db.Add(blast);
        await db.SaveChangesAsync(Ct);
        db.Add(new MailDelivery { Month = blast.Month.Value, BlastId = blast.Id, PersonId = person, Address = "someone@example.org", State = state, At = now, NextAt = now });
    });

    public sealed class WatchedApp : PreauApp
    {
        private readonly Explain explain = new();

        public List<(string Statement, IReadOnlyList<string> Steps)> Plans => explain.Plans;

        protected override void Configure(IServiceCollection services) => services.ConfigureDbContext<Database>(options => options.AddInterceptors(explain));
    }

    /// <summary>Asks for the plan of whatever is read, before it is.</summary>
    private sealed class Explain : DbCommandInterceptor
    {
        public List<(string, IReadOnlyList<string>)> Plans { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (TestStores.Dialect != Dialect.Sqlite || !command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)) return result;
            await using var asked = command.Connection!.CreateCommand();
            (asked.CommandText, asked.Transaction) = (command.CommandText, command.Transaction);
            foreach (DbParameter parameter in command.Parameters)
            {
                var copy = asked.CreateParameter();
                (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
                asked.Parameters.Add(copy);
            }

            Plans.Add((command.CommandText, await Plan.Of(asked)));
            return result;
        }
    }
}
